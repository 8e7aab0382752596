import {
  SEARCH_DEFAULT_LIMIT,
  SEARCH_MAX_CHANNELS,
  SEARCH_MAX_HITS,
  type SearchResult,
} from '@parley/protocol'
import type { SearchPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { CHANNEL_FIELDS } from '../../domain/channel-fields.ts'
import type { Filter, Sort } from '../../domain/filters.ts'
import { MESSAGE_FIELDS, MESSAGE_SORTS } from '../../domain/message-fields.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import type { MessageRecord, UserRecord } from '../../domain/records.ts'
import { BY_RELEVANCE, compareKeys, type Hit, rankHits, searchedWords } from '../../domain/search.ts'
import { type CursorOf, decodeCursor, encodeCursor } from '../../util/cursors.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { readFor } from '../channels/acting-user.ts'
import { canRead, type OpenChannel, visibleOf, withMember } from '../channels/open-channel.ts'
import { withTeams } from '../channels/query-channels.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from '../messages/show-messages.ts'
import { toChannel } from '../wire/channel.ts'
import { catchUp } from './search-index.ts'

export type SearchInput = z.output<typeof SearchPayload>

export interface SearchPage {
  readonly results: SearchResult[]
  readonly next?: string
  readonly previous?: string
}

/**
 * Messages that the caller may see, in channels that they may read: of at most 500 channels that match,
 * the last updated ones, the newest 1,000 matches, in the order asked for.
 * @throws ChatError `invalid_input` for a filter, sort or cursor that can't be, or several ways to page.
 */
export function searchMessages(deps: Deps, actor: Actor, input: SearchInput): Promise<SearchPage> {
  return readFor(deps, actor, input, viewer => searchFor(deps, actor, input, viewer))
}

/** A search after checking. */
interface Search {
  readonly filter: Filter
  readonly sort: readonly Sort[]
  readonly cursorOf: CursorOf
}

async function searchFor(
  deps: Deps,
  actor: Actor,
  input: SearchInput,
  viewer: UserRecord | undefined,
): Promise<SearchPage> {
  const search = check(actor, input)
  const open = await findChannels(deps, actor, input, viewer)
  await catchUp(deps)
  const found = await deps.store.read.searchMessages({
    channelPks: [...open.keys()],
    filter: search.filter,
    limit: SEARCH_MAX_HITS,
  })
  const hits = rankHits(await visible(deps, actor, open, found), search.sort, searchedWords(search.filter))
  const { hits: wanted, ...cursors } = pageOf(hits, search, input)
  return { results: await show(deps, actor, open, wanted), ...cursors }
}

/** In the order of `found`. */
async function visible(
  { store }: Deps,
  actor: Actor,
  open: ReadonlyMap<number, OpenChannel>,
  found: readonly MessageRecord[],
): Promise<MessageRecord[]> {
  const seen = new Set<MessageRecord>()
  for (const [pk, messages] of Map.groupBy(found, message => message.channelPk)) {
    const channel = open.get(pk)
    if (!channel) continue
    for (const message of await visibleOf(store.read, actor, channel, messages)) seen.add(message)
  }
  return found.filter(message => seen.has(message))
}

function check(actor: Actor, input: SearchInput): Search {
  const { query, message_filter_conditions: conditions } = input
  const hasConditions = conditions !== undefined && Object.keys(conditions).length > 0
  if (input.filter_conditions === undefined) {
    throw invalidField(
      'filter_conditions',
      'must say which channels to search, such as {"members": {"$in": ["bob"]}}',
    )
  }
  if ((query !== undefined) === hasConditions) {
    throw invalidField('query', 'must be given, or message_filter_conditions, and not both')
  }
  if (input.offset > 0 && (input.next !== undefined || input.sort.length > 0)) {
    throw invalidField('offset', 'can not be used together with sort or next')
  }
  const raw = hasConditions ? conditions : { text: { $q: query } }
  const filter = parseFilter(raw, MESSAGE_FIELDS, {
    perspective: false,
    name: hasConditions ? 'message_filter_conditions' : 'query',
  })
  const sorted = parseSort(input.sort, MESSAGE_FIELDS, { perspective: true, also: MESSAGE_SORTS })
  const sort = sorted.length > 0 ? sorted : BY_RELEVANCE
  const asked = [input.filter_conditions, raw, input.sort]
  return { filter, sort, cursorOf: { kind: 'search', appId: actor.app.id, query: asked } }
}

/** The channels to look in, by their number. What the caller may not read is left out. */
async function findChannels(
  deps: Deps,
  actor: Actor,
  input: SearchInput,
  viewer: UserRecord | undefined,
): Promise<Map<number, OpenChannel>> {
  const filter = parseFilter(input.filter_conditions, CHANNEL_FIELDS, { perspective: viewer !== undefined })
  const channels = await deps.store.read.queryChannels(actor.app.id, {
    filter: withTeams(actor, input.filter_conditions, filter),
    sort: [],
    perspective: viewer && { userId: viewer.id, nowUs: deps.clock() },
    limit: SEARCH_MAX_CHANNELS,
    offset: 0,
  })
  const pks = channels.map(channel => channel.pk)
  const memberships = viewer ? await deps.store.read.findMemberships(actor.app.id, viewer.id, pks) : []
  const byPk = new Map(memberships.map(member => [member.channelPk, member]))
  const open = channels.map(channel => withMember(actor, channel, byPk.get(channel.pk), viewer?.id))
  const searchable = open.filter(each => each.config.search && canRead(actor, each))
  return new Map(searchable.map(each => [each.channel.pk, each]))
}

interface Page {
  readonly hits: readonly Hit[]
  readonly next?: string
  readonly previous?: string
}

function pageOf(hits: readonly Hit[], search: Search, input: SearchInput): Page {
  const { sort, cursorOf } = search
  const limit = input.limit ?? SEARCH_DEFAULT_LIMIT
  const from = input.next === undefined ? input.offset : placeOf(hits, sort, cursorOf, input.next, limit)
  const page = hits.slice(from, from + limit)
  const cursor = (way: 'after' | 'before', hit: Hit | undefined) =>
    hit && encodeCursor(cursorOf, [way, ...hit.keys])
  const next = from + limit < hits.length ? cursor('after', page.at(-1)) : undefined
  const previous = from > 0 ? cursor('before', page[0]) : undefined
  return { hits: page, ...(next && { next }), ...(previous && { previous }) }
}

/** Where the page of a cursor begins. What came or went meanwhile shifts no page. */
function placeOf(
  hits: readonly Hit[],
  sort: readonly Sort[],
  cursorOf: CursorOf,
  cursor: string,
  limit: number,
): number {
  const [way, ...keys] = decodeCursor(cursorOf, cursor) as (string | number | null)[]
  const index = hits.findIndex(hit => {
    const order = compareKeys(hit.keys, keys, sort)
    return way === 'after' ? order > 0 : order >= 0
  })
  const at = index === -1 ? hits.length : index
  return way === 'after' ? at : Math.max(0, at - limit)
}

async function show(
  deps: Deps,
  actor: Actor,
  open: ReadonlyMap<number, OpenChannel>,
  hits: readonly Hit[],
): Promise<SearchResult[]> {
  const byChannel = Map.groupBy(hits, hit => hit.message.channelPk)
  const shown = new Map<string, SearchResult>()
  for (const [pk, group] of byChannel) {
    const channel = open.get(pk)
    if (!channel) continue
    for (const result of await showIn(deps, actor, channel, group)) shown.set(result.message.id, result)
  }
  return hits.map(hit => shown.get(hit.message.id)).filter(result => result !== undefined)
}

async function showIn(
  deps: Deps,
  actor: Actor,
  { channel, config }: OpenChannel,
  hits: readonly Hit[],
): Promise<SearchResult[]> {
  const messages = hits.map(hit => hit.message)
  const { show: showOne, people } = await showMessages(deps, deps.store.read, channel, messages, {
    userIds: [channel.createdById, channel.truncatedById],
    users: actor.user ? [actor.user] : [],
    showShadowed: actor.kind === 'server',
    viewerId: actor.user?.id,
  })
  const shownChannel = toChannel(channel, people, { config })
  return messages.map(message => ({ message: { ...showOne(message), channel: shownChannel } }))
}
