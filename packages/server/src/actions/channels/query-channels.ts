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
import type { Actor, Deps } from '../deps.ts'
import { readFor } from './acting-user.ts'
import { loadChannelState } from './channel-state.ts'
import { canRead, type OpenChannel, openFound } from './open-channel.ts'
import { getConnection, watchAndReopen } from './watching.ts'

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
  const found = await findChannels(deps, actor, body, viewer)
  const open = await openAll(deps, actor, found, viewer)
  checkAccess(actor, open)
  const states: ChannelStateResponse[] = []
  for (const channel of open) states.push(await stateOf(deps, actor, channel, viewer, body, connection))
  return states
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

/** Clients see their own teams unless the filter says something of `team` (spec/permissions.md §5). */
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
  deps: Deps,
  actor: Actor,
  channels: readonly ChannelRecord[],
  viewer: UserRecord | undefined,
): Promise<OpenChannel[]> {
  return Promise.all(channels.map(channel => openFound(deps.store.read, actor, channel, channel, viewer?.id)))
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

async function stateOf(
  deps: Deps,
  actor: Actor,
  found: OpenChannel,
  viewer: UserRecord | undefined,
  body: QueryChannelsInput,
  connection: Connection | undefined,
): Promise<ChannelStateResponse> {
  const readable = canRead(actor, found)
  const watches = connection && body.watch && readable
  const open = watches ? await watchAndReopen(deps, actor, connection, found) : found
  const state = await loadChannelState(deps, actor, open, viewer, {
    state: body.state !== false && readable,
    messages: { limit: body.message_limit ?? MESSAGES_DEFAULT_LIMIT },
    members: { limit: body.member_limit ?? MEMBERS_DEFAULT_LIMIT, offset: 0 },
    watchers: undefined,
  })
  if (connection && body.presence) {
    deps.hub.subscribePresence(
      connection,
      state.members.map(member => member.user_id),
    )
  }
  return state
}
