import { ChatError } from '@parley/protocol'
import { type Joining, type NewMember, newMember } from '../../domain/members.ts'
import { mayKnow } from '../../domain/permissions.ts'
import type { ChannelRecord, MemberRecord, UserRecord } from '../../domain/records.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { bansOfJoining } from '../bans/bans-of-joining.ts'
import type { Actor, Deps } from '../deps.ts'
import type { ChannelLog } from '../events/channel-log.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import type { People } from '../wire/people.ts'

/**
 * Loads the users whom a request makes members, or mentions. To clients people of other teams do not
 * exist: what shows them would tell who they are.
 * @throws ChatError `invalid_input` naming those who don't exist.
 */
export async function getUsersToAdd(
  reader: Reader,
  actor: Actor,
  userIds: readonly string[],
  purpose: 'members' | 'mentioned' = 'members',
): Promise<UserRecord[]> {
  if (userIds.length === 0) return []
  const found = await reader.findUsers(actor.app.id, userIds)
  const users = found.filter(user => user.deletedAtUs === undefined && mayKnow(actor, user))
  if (users.length === userIds.length) return users
  const known = new Set(users.map(user => user.id))
  const missing = userIds.filter(id => !known.has(id))
  const field = purpose === 'members' ? 'members' : 'message.mentioned_users'
  const problem = `must be users that exist, not ${missing.slice(0, 10).join(', ')}; create them first`
  throw new ChatError('invalid_input', `${field} ${problem}`, {
    details: { fields: { [field]: problem }, user_ids: missing },
  })
}

/** Who of these blocks the one that adds them: they are left out without a word. */
export async function withoutBlockers(
  reader: Reader,
  appId: number,
  members: readonly NewMember[],
  adderId: string | undefined,
): Promise<NewMember[]> {
  if (adderId === undefined) return [...members]
  const ids = members.map(member => member.user_id)
  const blockers = new Set(await reader.findBlockersOf(appId, adderId, ids))
  return members.filter(member => !blockers.has(member.user_id))
}

/** What joining members need beside themselves. */
export interface JoinContext {
  readonly tx: Tx
  readonly channel: ChannelRecord
  readonly log: ChannelLog
  readonly people: People
  /** False while the channel is being made: nobody watches yet. */
  readonly logged: boolean
  /** Who makes the channel, or adds the members: their bans from future channels count. */
  readonly adderId: string | undefined
  /** Who blocks the other one of two: they hear nothing of it. */
  readonly silenced?: ReadonlySet<string>
}

/** Makes each a member, unless they are one; logs it and tells them. Returns how many are new. */
export async function joinMembers(
  deps: Deps,
  context: JoinContext,
  members: readonly NewMember[],
  joining: Joining,
): Promise<number> {
  let added = 0
  const bans = await bansOfJoining(deps, context, members)
  for (const member of members) {
    const record = {
      ...newMember(context.channel.pk, member, deps.clock(), joining),
      ...bans.get(member.user_id),
    }
    if (await joinMember(context, record, added)) added++
  }
  return added
}

async function joinMember(context: JoinContext, record: MemberRecord, addedBefore: number): Promise<boolean> {
  const { tx, channel, log, people, logged } = context
  // NOTE: a place in the log is taken only once the row is in: one without an event would be a hole.
  if (!(await tx.insertMember(record))) return false
  const counted = { ...channel, memberCount: channel.memberCount + addedBefore + 1 }
  const memberJson = JSON.stringify(toMember(channel, record, people))
  const parts = {
    member: memberJson,
    user: people.json(record.userId),
    member_count: String(counted.memberCount),
  }
  const atUs = logged ? (await log.add('member.added', parts)).atUs : record.createdAtUs
  if (context.silenced?.has(record.userId)) return true
  log.membership(record.userId, true)
  const type = record.invited ? 'notification.invited' : 'notification.added_to_channel'
  const channelJson = JSON.stringify(toPlainChannel(counted, people))
  log.notifyUser(record.userId, type, atUs, { channel: channelJson, member: memberJson })
  return true
}
