import {
  CHANNELS_DEFAULT_LIMIT,
  type ChannelStateResponse,
  ChatError,
  MEMBERS_DEFAULT_LIMIT,
  MESSAGES_DEFAULT_LIMIT,
} from '@parley/protocol'
import type { QueryChannelsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { CHANNEL_FIELDS, CHANNEL_SORTS } from '../../domain/channel-fields.ts'
import type { Filter } from '../../domain/filters.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Connection } from '../../hub/hub.ts'
import type { Reader } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { readFor } from './acting-user.ts'
import { loadChannelStates } from './channel-state.ts'
import { canRead, type OpenChannel, withBan, withMember } from './open-channel.ts'
import { endWatching, getConnection, startWatching } from './watching.ts'

export type QueryChannelsInput = z.output<typeof QueryChannelsBody>

/**
 * The channels that a filter finds, each with its state; with `watch` subscribed before it is read.
 * @throws ChatError `no_access_to_channels` when one of them is not the caller's to read,
 * `invalid_input` for a filter or sort that can't be.
 */
export function queryChannels(
  deps: Deps,
  actor: Actor,
  body: QueryChannelsInput,
  connectionId: string | undefined,
): Promise<ChannelStateResponse[]> {
  return readFor(deps, actor, body, viewer => channelsFor(deps, actor, body, connectionId, viewer))
}

async function channelsFor(
  deps: Deps,
  actor: Actor,
  body: QueryChannelsInput,
  connectionId: string | undefined,
  viewer: UserRecord | undefined,
): Promise<ChannelStateResponse[]> {
  const listens = actor.kind !== 'server' && (body.watch === true || body.presence === true)
  const connection = listens ? getConnection(deps, actor, connectionId) : undefined
  checkNotPredefined(body)
  const found = await findChannels(deps, actor, body, viewer)
  const open = await openAll(deps.store.read, actor, found, viewer)
  checkAccess(actor, open)
  const watched = connection && body.watch ? await watchAll(deps, actor, connection, open) : open
  const states = await loadChannelStates(deps, actor, watched, viewer, {
    state: body.state !== false,
    messages: { limit: body.message_limit ?? MESSAGES_DEFAULT_LIMIT },
    members: { limit: body.member_limit ?? MEMBERS_DEFAULT_LIMIT, offset: 0 },
    watchers: undefined,
  })
  if (connection && body.presence) {
    const shown = states.filter(({ channel }) => channel.config?.connect_events)
    const seen = shown.flatMap(state => state.members.map(member => member.user_id))
    deps.hub.subscribePresence(connection, [...new Set(seen)])
  }
  return states
}

function checkNotPredefined({ predefined_filter: name }: QueryChannelsInput): void {
  if (!name) return
  throw invalidField(
    'predefined_filter',
    `names "${name}", but this server has no predefined filters: send filter_conditions and sort`,
  )
}

function findChannels(deps: Deps, actor: Actor, body: QueryChannelsInput, viewer: UserRecord | undefined) {
  const options = { perspective: viewer !== undefined }
  const filter = parseFilter(body.filter_conditions, CHANNEL_FIELDS, options)
  return deps.store.read.queryChannels(actor.app.id, {
    filter: withTeams(actor, body.filter_conditions, filter),
    sort: parseSort(body.sort, CHANNEL_FIELDS, { ...options, also: CHANNEL_SORTS }),
    perspective: viewer && { userId: viewer.id, nowUs: deps.clock() },
    limit: body.limit ?? CHANNELS_DEFAULT_LIMIT,
    offset: body.offset ?? 0,
  })
}

/** Clients see their own teams unless the filter says something of `team`. */
export function withTeams(actor: Actor, raw: object | undefined, filter: Filter): Filter {
  if (actor.kind === 'server' || !actor.app.settings.multiTenantEnabled) return filter
  if (raw && Object.hasOwn(raw, 'team')) return filter
  const { teams } = actor.user
  const own: Filter =
    teams.length === 0
      ? { op: 'exists', field: 'team', custom: false, value: false }
      : { op: 'in', field: 'team', custom: false, value: teams }
  return { op: 'and', filters: [filter, own] }
}

async function openAll(
  reader: Reader,
  actor: Actor,
  channels: readonly ChannelRecord[],
  viewer: UserRecord | undefined,
): Promise<OpenChannel[]> {
  const pks = channels.map(channel => channel.pk)
  // The anonymous user is nobody's member.
  const isMember = viewer !== undefined && actor.kind !== 'anonymous'
  const members = isMember ? await reader.findMemberships(actor.app.id, viewer.id, pks) : []
  const byPk = new Map(members.map(member => [member.channelPk, member]))
  const open = channels.map(channel => withMember(actor, channel, byPk.get(channel.pk), viewer?.id))
  return isMember && actor.kind === 'user' ? Promise.all(open.map(each => withBan(reader, each))) : open
}

/**
 * Watches those that may be read, and reads all anew: subscribed first, so that nothing falls between.
 * What was deleted meanwhile is left out; what may not be read any more is not watched.
 */
async function watchAll(
  deps: Deps,
  actor: Actor,
  connection: Connection,
  found: readonly OpenChannel[],
): Promise<OpenChannel[]> {
  const { read } = deps.store
  for (const open of found) if (canRead(actor, open)) startWatching(deps, connection, open, actor.user)
  const cids = found.map(({ channel }) => channel.cid)
  const byCid = new Map((await read.findChannels(actor.app.id, cids)).map(channel => [channel.cid, channel]))
  const alive = cids.flatMap(cid => byCid.get(cid) ?? []).filter(channel => channel.deletedAtUs === undefined)
  const open = await openAll(read, actor, alive, actor.user)
  const readable = new Set(open.filter(each => canRead(actor, each)).map(each => each.channel.cid))
  for (const { channel, config } of found) {
    if (!readable.has(channel.cid)) endWatching(deps, connection, channel, config, actor.user)
  }
  return open
}

/** A disabled channel stays in the list; what is in it is kept back. */
function checkAccess(actor: Actor, channels: readonly OpenChannel[]): void {
  const lost = channels.filter(open => !canRead(actor, open) && !isOnlyDisabled(actor, open))
  if (lost.length === 0) return
  throw new ChatError(
    'no_access_to_channels',
    `the filter matches ${lost.length} of ${channels.length} channels that this user may not read; narrow it, for example with {"members": {"$in": ["${actor.user?.id ?? ''}"]}}`,
    { details: { count: lost.length } },
  )
}

function isOnlyDisabled(actor: Actor, open: OpenChannel): boolean {
  return open.channel.disabled && canRead(actor, { ...open, channel: { ...open.channel, disabled: false } })
}
