import { ChatError, type Member } from '@parley/protocol'
import type { PartialUpdateMemberBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkChannelRole, checkMemberCustom, isReservedMemberKey } from '../../domain/members.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { MemberRecord } from '../../domain/records.ts'
import { applyPaths } from '../../domain/set-paths.ts'
import { ChannelChange } from '../channels/channel-change.ts'
import { type ChannelRef, checkServer, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { writeMember } from './write-member.ts'

export type PartialUpdateMemberInput = z.output<typeof PartialUpdateMemberBody>

/**
 * Changes custom data of a membership, pins or archives the channel for its member. Clients change
 * their own only.
 * @throws ChatError `not_allowed` | `not_found` | `invalid_input`
 */
export async function partialUpdateMember(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  userId: string,
  body: PartialUpdateMemberInput,
): Promise<Member> {
  if (actor.kind === 'user' && actor.user.id !== userId) {
    throw new ChatError(
      'not_allowed',
      `the membership of "${userId}" is theirs to change; use a server token`,
    )
  }
  if (body.set.channel_role !== undefined) checkServer(actor, 'channel_role')
  const { shown } = await deps.store.transaction(
    async tx => {
      const open = await openChannel(tx, actor, ref, userId)
      checkCan(actor, 'read-channel', open.resource)
      if (!open.member)
        throw new ChatError('not_found', `user "${userId}" is no member of ${open.channel.cid}`)
      const change = new ChannelChange(deps, tx, actor, open, actor.user)
      const shown = await writeMember(change, nextMember(open.member, body, deps.clock()))
      return { change, shown }
    },
    done => announceAll(deps, done.change.log.announcements),
  )
  return shown
}

function nextMember(
  member: MemberRecord,
  { set, unset }: PartialUpdateMemberInput,
  nowUs: number,
): MemberRecord {
  const custom = applyPaths(member.custom, set.custom, unset, isReservedMemberKey)
  checkMemberCustom(custom)
  if (set.channel_role !== undefined) checkChannelRole(set.channel_role)
  const pinned = unset.includes('pinned') ? false : set.pinned
  const archived = unset.includes('archived') ? false : set.archived
  return {
    ...member,
    custom,
    channelRole: set.channel_role ?? member.channelRole,
    pinnedAtUs: switched(pinned, member.pinnedAtUs, nowUs),
    archivedAtUs: switched(archived, member.archivedAtUs, nowUs),
  }
}

/** On keeps the time when it was on already. */
function switched(on: boolean | undefined, sinceUs: number | undefined, nowUs: number): number | undefined {
  if (on === undefined) return sinceUs
  return on ? (sinceUs ?? nowUs) : undefined
}
