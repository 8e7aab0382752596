import { ChatError, isBuiltInChannelType, WEBHOOK_MAX_MEMBERS } from '@parley/protocol'
import type { ChannelDataRequest } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkNewChannelId, cidOf, distinctChannelId } from '../../domain/channels.ts'
import { getChannelType } from '../../domain/channels-config.ts'
import { columnsOf } from '../../domain/channels-data.ts'
import { checkOverrides } from '../../domain/check-config.ts'
import { distinctMembers, type NewMember } from '../../domain/members.ts'
import { channelResource, checkCan } from '../../domain/permissions.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { checkNotBanned } from '../../domain/users-state.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { blockersAmong } from '../blocks/silence.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { tellHooks } from '../events/hook-event.ts'
import { getUsersToAdd, joinMembers, withoutBlockers } from '../members/join.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import { People } from '../wire/people.ts'
import { type ActingUser, type ActingUserInput, planActingUser } from './acting-user.ts'
import { canErase } from './delete-channel.ts'
import { newChannel } from './new-channel.ts'
import { type ChannelRef, checkServer } from './open-channel.ts'

export type ChannelDataInput = z.output<typeof ChannelDataRequest>

/**
 * The id of the channel that has exactly the members of `data`.
 * @throws ChatError `invalid_input` without members.
 */
export async function distinctId(
  actor: Actor,
  type: string,
  data: ChannelDataInput | undefined,
): Promise<string> {
  getChannelType(actor.app, type)
  const ids = [...(data?.members ?? []), ...(data?.invites ?? [])].map(member => member.user_id)
  if (ids.length > 0) return distinctChannelId(ids)
  const why =
    'is required and must not be empty when the channel has no id: the members are what it is found by'
  throw new ChatError('invalid_input', `data.members ${why}`, {
    details: { fields: { 'data.members': why } },
  })
}

export interface NewChannel extends ChannelRef {
  readonly data: ChannelDataInput | undefined
  readonly hideForCreator: boolean
  /** The id was made of the members, not chosen. */
  readonly distinct: boolean
  /** Of whoever asks for it, when they are new. */
  readonly saveViewer: ActingUser['save']
}

/** What is written when a channel is made. */
interface Draft {
  readonly channel: Omit<ChannelRecord, 'pk'>
  readonly members: readonly NewMember[]
  readonly invites: readonly NewMember[]
  readonly users: readonly UserRecord[]
}

/**
 * Makes a channel, unless somebody else did meanwhile. Its members are told, its log is empty; of one
 * that was deleted the log counts on.
 * @throws ChatError `invalid_input` | `not_allowed` | `not_found` (the type)
 */
export async function createChannel(deps: Deps, actor: Actor, input: NewChannel): Promise<void> {
  // Getting a channel is reading, and anybody's; making one is not.
  if (actor.kind === 'user') checkNotBanned(actor.user, deps.clock)
  const { user: creator, save } = await creatorOf(deps, actor, input)
  await deps.store.transaction(
    async tx => {
      await checkTypeThere(tx, actor, input.type)
      const before = await tx.findChannel(actor.app.id, input.type, input.id)
      checkCreate(actor, input, creator, before)
      await input.saveViewer?.(tx)
      await save?.(tx)
      const draft = await draftOf(deps, tx, actor, input, creator)
      return writeDraft(deps, tx, actor, draft, before, input.hideForCreator)
    },
    announcements => announceAll(deps, announcements),
  )
}

/** A type of the app's own may have been deleted since this node read it. */
async function checkTypeThere(tx: Tx, { app }: Actor, type: string): Promise<void> {
  if (isBuiltInChannelType(type) || (await tx.findChannelType(app.id, type))) return
  throw new ChatError('not_found', `channel type "${type}" does not exist`)
}

/** COMPAT: the text of this error is documented, prefix included. */
async function creatorOf(deps: Deps, actor: Actor, { data }: NewChannel): Promise<ActingUser> {
  const named: ActingUserInput = { user: data?.created_by, user_id: data?.created_by_id }
  if (actor.kind === 'server' && !named.user && !named.user_id) {
    throw new ChatError(
      'invalid_input',
      'GetOrCreateChannel failed with error: either data.created_by or data.created_by_id must be provided when using server side auth.',
      { details: { fields: { 'data.created_by_id': 'is missing, and so is data.created_by' } } },
    )
  }
  return planActingUser(deps, actor, named)
}

function checkCreate(
  actor: Actor,
  input: NewChannel,
  creator: UserRecord,
  before: ChannelRecord | undefined,
): void {
  const { type, id, data } = input
  if (!input.distinct) checkNewChannelId(id)
  const resource = channelResource(
    { cid: cidOf(type, id), createdById: creator.id, team: data?.team, configOverrides: undefined },
    getChannelType(actor.app, type),
    undefined,
  )
  if (before && canErase(before)) {
    const owned = { ...resource, ownerId: before.createdById }
    checkCan(actor, 'recreate-channel', owned)
    // What was another team's is not there to be taken.
    checkCan(actor, 'recreate-channel', { ...owned, teams: before.team === undefined ? [] : [before.team] })
  } else {
    checkCan(actor, 'create-channel', resource)
  }
  if (data?.config_overrides) checkOverrides(actor.app, data.config_overrides, 'data.config_overrides.')
  if (actor.kind === 'server') return
  if (input.distinct && !everyone(data).some(member => member.user_id === creator.id)) {
    checkCan(actor, 'create-distinct-channel-for-others', resource)
  }
  if (data?.frozen) checkCan(actor, 'update-channel-frozen', resource)
  if (data?.cooldown) checkCan(actor, 'update-channel-cooldown', resource)
  if (data?.disabled) checkServer(actor, 'data.disabled')
  if (data?.config_overrides) checkServer(actor, 'data.config_overrides')
  if (data?.filter_tags?.length) checkServer(actor, 'data.filter_tags')
  if (everyone(data).some(member => member.channel_role !== undefined))
    checkServer(actor, 'channel_role of members')
}

function everyone(data: ChannelDataInput | undefined): readonly NewMember[] {
  return [...(data?.members ?? []), ...(data?.invites ?? [])]
}

async function draftOf(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  input: NewChannel,
  creator: UserRecord,
): Promise<Draft> {
  const { data } = input
  const { id: appId } = actor.app
  const invited = new Set((data?.invites ?? []).map(member => member.user_id))
  const everybody = distinctMembers(everyone(data))
  // Who blocks the creator is not dragged into a group; a conversation of these two stays theirs.
  const adder = actor.kind === 'user' && !input.distinct ? creator.id : undefined
  const kept = await withoutBlockers(reader, appId, everybody, adder)
  const users = await getUsersToAdd(
    reader,
    actor,
    kept.map(member => member.user_id),
  )
  return {
    channel: channelRecord(appId, input, creator, deps.clock()),
    members: kept.filter(member => !invited.has(member.user_id)),
    invites: kept.filter(member => invited.has(member.user_id)),
    users: users.some(user => user.id === creator.id) ? users : [...users, creator],
  }
}

function channelRecord(
  appId: number,
  { type, id, data }: NewChannel,
  creator: UserRecord,
  nowUs: number,
): Omit<ChannelRecord, 'pk'> {
  return {
    ...newChannel(appId, { type, id }, creator.id, nowUs),
    configOverrides: data?.config_overrides ?? undefined,
    custom: data?.custom ?? {},
    ...(data && columnsOf(data)),
  }
}

/** A deleted one's row is used again, so that no log ever counts backwards. */
async function makeChannel(
  tx: Tx,
  draft: Draft['channel'],
  before: ChannelRecord | undefined,
): Promise<ChannelRecord | undefined> {
  if (before?.deletedAtUs === undefined) return tx.insertChannel(draft)
  // Later than anything in the old log, which by that is told from the new one.
  const atUs = Math.max(draft.createdAtUs, before.lastEventAtUs + 1)
  const channel: ChannelRecord = {
    ...draft,
    pk: before.pk,
    createdAtUs: atUs,
    updatedAtUs: atUs,
    truncatedAtUs: atUs,
    lastEventAtUs: atUs,
    lastSeq: before.lastSeq,
  }
  return (await tx.reviveChannel(channel)) ? channel : undefined
}

async function writeDraft(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  draft: Draft,
  before: ChannelRecord | undefined,
  hideForCreator: boolean,
) {
  const channel = await makeChannel(tx, draft.channel, before)
  // Two asked at once: the other one's channel is as good.
  if (!channel) return []
  const log = new ChannelLog(deps, tx, actor, channel)
  const context = {
    tx,
    channel,
    log,
    people: new People(deps, draft.users),
    logged: false,
    adderId: channel.createdById,
    silenced: await silencedIn(tx, draft),
  }
  const joined = await joinMembers(deps, context, draft.members, {})
  const counted = { ...context, channel: { ...channel, memberCount: joined } }
  await joinMembers(deps, counted, draft.invites, { invited: true })
  if (hideForCreator && channel.createdById) {
    const creator = await tx.findMember(channel.pk, channel.createdById)
    if (creator) await tx.updateMember({ ...creator, hidden: true })
  }
  await tellCreated(tx, actor, channel, context.people)
  return log.announcements
}

/** Of a channel of two: who blocks the other one. */
async function silencedIn(tx: Tx, { channel, members, invites }: Draft): Promise<ReadonlySet<string>> {
  const ids = [...members, ...invites].map(member => member.user_id)
  return ids.length === 2 ? blockersAmong(tx, channel.appId, ids) : new Set()
}

/** An event for webhooks alone: nobody watches yet, and members have heard of it. */
async function tellCreated(tx: Tx, actor: Actor, made: ChannelRecord, people: People): Promise<void> {
  const parts = async () => {
    const members = await tx.listMembers(made.pk, { limit: WEBHOOK_MAX_MEMBERS, offset: 0 })
    const channel = { ...made, memberCount: members.length }
    const shown = members.map(member => toMember(channel, member, people))
    return {
      channel: JSON.stringify({ ...toPlainChannel(channel, people), members: shown }),
      user: people.json(made.createdById),
    }
  }
  await tellHooks(tx, actor, { type: 'channel.created', atUs: made.createdAtUs, channel: made, parts })
}
