import { MEMBERS_DEFAULT_LIMIT, type Member } from '@parley/protocol'
import type { QueryMembersPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { lasts } from '../../domain/bans.ts'
import { distinctChannelId } from '../../domain/channels.ts'
import type { Comparison, Filter } from '../../domain/filters.ts'
import { MEMBER_FIELDS } from '../../domain/member-fields.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { ChannelRecord, MemberRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import { checkNotDisabled, checkRead, type OpenChannel, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { toMember } from '../wire/member.ts'
import { loadPeople, type People } from '../wire/people.ts'

export type QueryMembersInput = z.output<typeof QueryMembersPayload>

/**
 * The members of one channel that a filter finds, the oldest first unless sorted.
 * @throws ChatError `not_allowed` | `not_found` | `invalid_input`
 */
export async function queryMembers(deps: Deps, actor: Actor, payload: QueryMembersInput): Promise<Member[]> {
  const reader = deps.store.read
  const open = await openChannel(
    reader,
    actor,
    { type: payload.type, id: await idOf(payload) },
    actor.user?.id,
  )
  checkRead(actor, open)
  checkReadMembers(actor, open)
  const { channel } = open
  const members = await reader.queryMembers(channel.pk, {
    filter: filterOf(payload),
    sort: parseSort(payload.sort, MEMBER_FIELDS, { perspective: false }),
    limit: payload.limit ?? MEMBERS_DEFAULT_LIMIT,
    offset: payload.offset ?? 0,
  })
  const people = await loadPeople(
    deps,
    reader,
    channel.appId,
    members.map(member => member.userId),
  )
  return members.map(member => show(actor, channel, member, people))
}

/** Shadow bans are for servers to know. */
function show(actor: Actor, channel: ChannelRecord, member: MemberRecord, people: People): Member {
  const shown = toMember(channel, member, people)
  if (actor.kind !== 'server' || !member.shadowBanned) return shown
  return { ...shown, shadow_banned: lasts(member.banExpiresAtUs, people.nowUs) }
}

function checkReadMembers(actor: Actor, { channel, resource }: OpenChannel): void {
  checkCan(actor, 'read-channel-members', resource)
  checkNotDisabled(actor, channel)
}

async function idOf({ id, members }: QueryMembersInput): Promise<string> {
  if (id !== undefined && id !== '') return id
  if (members && members.length > 0) return distinctChannelId(members.map(member => member.user_id))
  throw invalidField('payload.id', 'is required, or payload.members: which channel?')
}

function filterOf(payload: QueryMembersInput): Filter {
  const given = parseFilter(payload.filter_conditions, MEMBER_FIELDS, { perspective: false })
  const bounds = [...userIdBounds(payload), ...timeBounds(payload)]
  return bounds.length === 0 ? given : { op: 'and', filters: [given, ...bounds] }
}

function userIdBounds(payload: QueryMembersInput): Comparison[] {
  return [
    ...bound('id', 'lt', payload.user_id_lt),
    ...bound('id', 'lte', payload.user_id_lte),
    ...bound('id', 'gt', payload.user_id_gt),
    ...bound('id', 'gte', payload.user_id_gte),
  ]
}

function timeBounds(payload: QueryMembersInput): Comparison[] {
  return [
    ...bound('created_at', 'gt', timeOf(payload.created_at_after)),
    ...bound('created_at', 'gte', timeOf(payload.created_at_after_or_equal)),
    ...bound('created_at', 'lt', timeOf(payload.created_at_before)),
    ...bound('created_at', 'lte', timeOf(payload.created_at_before_or_equal)),
  ]
}

function bound(field: string, op: Comparison['op'], value: string | number | undefined): Comparison[] {
  return value === undefined ? [] : [{ op, field, custom: false, value }]
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTime(text)
}
