import { isDeepStrictEqual } from 'node:util'
import type { Member, MessageResponse } from '@parley/protocol'
import type { UpdateChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { columnsOf } from '../../domain/channels-data.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import { resilence } from '../blocks/silence.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { addMembers, checkAddMembers } from '../members/add-members.ts'
import { answerInvite } from '../members/answer-invite.ts'
import { assignRoles, checkRoles } from '../members/assign-roles.ts'
import { checkRemoveMembers, dropLostWatchers, removeMembers } from '../members/remove-members.ts'
import { postSideMessage } from '../messages/side-message.ts'
import { toChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import { loadPeople } from '../wire/people.ts'
import { planNamedUser } from './acting-user.ts'
import { authorOf, ChannelChange } from './channel-change.ts'
import { checkDataChange, type DataChange } from './check-data-change.ts'
import { type ChannelRef, capabilitiesOf, checkServer, checkWrite, openChannel } from './open-channel.ts'

export type UpdateChannelInput = z.output<typeof UpdateChannelBody>

export interface UpdateChannelReply {
  readonly channel: ReturnType<typeof toChannel>
  readonly members: Member[]
  readonly message?: MessageResponse
}

const MAX_MEMBERS_IN_REPLY = 100

/**
 * Does all that the keys of one update say, together or not at all: replaces data, adds and removes
 * members, changes roles, invites, answers an invitation, posts a message.
 * @throws ChatError `not_allowed` | `invalid_input` | `not_found`
 */
export async function updateChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: UpdateChannelInput,
): Promise<UpdateChannelReply> {
  const acting = await planNamedUser(deps, actor, { user: body.user, user_id: body.user_id })
  const author = body.message && (await authorOf(deps, actor, body.message, acting))
  const user = acting?.user
  const { change, reply } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      await author?.save?.(tx)
      const open = await openChannel(tx, actor, ref, user?.id)
      const change = new ChannelChange(deps, tx, actor, open, user)
      checkUpdate(change, body)
      const { memberCount } = open.channel
      await applyUpdate(change, body, author?.user)
      await resilence(tx, change.log, memberCount, change.channel)
      return { change, reply: await replyOf(change, body) }
    },
    done => announceAll(deps, done.change.log.announcements),
  )
  await dropLostWatchers(deps, actor, change.channel, change.touchedIds)
  return reply
}

function checkUpdate(change: ChannelChange, body: UpdateChannelInput): void {
  const { deps, actor, open } = change
  if (changesData(body)) checkDataChange(deps, actor, open, dataChangeOf(change.channel, body))
  if (body.message) checkWrite(deps, actor, open, touchesMembers(body) ? 'create-message' : 'update-channel')
  checkAddMembers(change, [...(body.add_members ?? []), ...(body.invites ?? [])])
  checkRemoveMembers(change, body.remove_members ?? [])
  checkRoles(change, body)
  if (body.add_filter_tags?.length || body.remove_filter_tags?.length) checkServer(actor, 'filter tags')
  if (body.accept_invite && body.reject_invite) {
    throw invalidField('reject_invite', 'must not be true when accept_invite is')
  }
}

function dataChangeOf(channel: ChannelRecord, { data, cooldown }: UpdateChannelInput): DataChange {
  return {
    data: { ...data, ...(cooldown !== undefined && { cooldown }) },
    touchesCustom: data !== undefined && !isDeepStrictEqual(data.custom, channel.custom),
  }
}

function changesData({ data, cooldown }: UpdateChannelInput): boolean {
  return data !== undefined || cooldown !== undefined
}

async function applyUpdate(
  change: ChannelChange,
  body: UpdateChannelInput,
  author: UserRecord | undefined,
): Promise<void> {
  const hiddenUs = historyHiddenBefore(change, body)
  await addMembers(change, body.add_members ?? [], { historyHiddenBeforeUs: hiddenUs })
  await addMembers(change, body.invites ?? [], { invited: true, historyHiddenBeforeUs: hiddenUs })
  await removeMembers(change, body.remove_members ?? [])
  await assignRoles(change, body)
  if (body.accept_invite) await answerInvite(change, 'accept')
  if (body.reject_invite) await answerInvite(change, 'reject')
  if (body.message && author) {
    change.message = await postSideMessage(change, author, body.message, { skip_push: body.skip_push })
  }
  const next = withData(change.channel, body)
  if (next || (body.message && !touchesMembers(body))) await change.update(next ?? change.channel)
}

function touchesMembers(body: UpdateChannelInput): boolean {
  const lists = [body.add_members, body.remove_members, body.invites, body.assign_roles, body.add_moderators]
  return lists.some(list => list !== undefined && list.length > 0) || body.demote_moderators !== undefined
}

/** The channel as the request leaves it; undefined when no key of it is about data. */
function withData(channel: ChannelRecord, body: UpdateChannelInput): ChannelRecord | undefined {
  const tags = tagsAfter(channel, body)
  if (!changesData(body) && !tags) return undefined
  const { data } = body
  return {
    ...channel,
    ...(data && columnsOf(data)),
    ...(body.cooldown !== undefined && { cooldownSeconds: body.cooldown }),
    ...(tags && { filterTags: tags }),
    // What `data` does not name of custom data goes; without `data` everything stays.
    custom: data ? data.custom : channel.custom,
  }
}

function tagsAfter({ filterTags }: ChannelRecord, body: UpdateChannelInput): string[] | undefined {
  const { add_filter_tags: add = [], remove_filter_tags: remove = [] } = body
  if (add.length === 0 && remove.length === 0) return undefined
  return [...new Set([...filterTags, ...add])].filter(tag => !remove.includes(tag))
}

function historyHiddenBefore({ deps }: ChannelChange, body: UpdateChannelInput): number | undefined {
  const beforeUs = body.hide_history_before === undefined ? undefined : parseTime(body.hide_history_before)
  if (beforeUs === undefined) return body.hide_history ? deps.clock() : undefined
  if (beforeUs <= deps.clock()) return beforeUs
  throw invalidField('hide_history_before', 'must lie in the past')
}

async function replyOf(change: ChannelChange, body: UpdateChannelInput): Promise<UpdateChannelReply> {
  const { deps, tx, actor, open, channel } = change
  const members = await tx.listMembers(channel.pk, { limit: MAX_MEMBERS_IN_REPLY, offset: 0 })
  const ids = [...members.map(member => member.userId), channel.createdById, channel.truncatedById]
  const known: readonly UserRecord[] = change.user ? [change.user] : []
  const people = await loadPeople(deps, tx, channel.appId, ids, known)
  const now = { ...open, channel, config: change.config }
  return {
    channel: toChannel(channel, people, {
      config: now.config,
      ownCapabilities: capabilitiesOf(deps, actor, now),
    }),
    members: members.map(member => toMember(channel, member, people)),
    ...(body.message && change.message && { message: change.message }),
  }
}
