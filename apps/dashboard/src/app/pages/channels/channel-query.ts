import type { ChannelResponse, ChannelStateResponse } from '@parley/client'
import type { ChatApi } from '../../api/chat-api'
import { type Piece, pieceOf } from '../../ui/list/piece'
import type { JsonObject } from '../../ui/parse-json-object'

/** As many as a page shows; one more is asked for, to know whether there is a next one. */
const PAGE_SIZE = 25

/** What channels are looked for by, besides the filter. */
export const SEARCHES = {
  name: 'Name',
  id: 'Channel ID',
  member: 'Member’s ID',
  member_name: 'Member’s name',
} as const

export type SearchBy = keyof typeof SEARCHES

/**
 * What the list can be in the order of: what has an index, and what no channel lacks, so that pages
 * follow on each other. Sorting a million channels by how many members they have would hold up the chat.
 */
export type SortField = 'last_updated' | 'created_at' | 'cid'

export interface Sort {
  readonly field: SortField
  readonly direction: 1 | -1
}

export const DEFAULT_SORT: Sort = { field: 'last_updated', direction: -1 }

export interface Looking {
  readonly search: string
  readonly searchBy: SearchBy
  readonly type: string
  readonly filter: JsonObject
  /** Whose eyes; '' for nobody's. */
  readonly asUser: string
  readonly sort: Sort
  /** The page begins behind it. */
  readonly after: ChannelResponse | undefined
}

/** A page of channels, and the channel behind which the next one begins. */
export async function findChannels(
  chat: ChatApi,
  looking: Looking,
): Promise<Piece<ChannelStateResponse, ChannelResponse>> {
  const { channels } = await chat.post<{ channels: ChannelStateResponse[] }>('/channels', toQuery(looking))
  return pieceOf(channels, PAGE_SIZE, ({ channel }) => channel)
}

/** The body of `POST /channels`. No offsets: a page far behind costs as little as the first. */
export function toQuery(looking: Looking): object {
  const { sort, asUser } = looking
  const wanted = conditions(looking)
  const parts = [...wanted, ...place(looking, wanted.length > 0)]
  const order = [{ field: sort.field, direction: sort.direction }]
  return {
    filter_conditions: parts.length > 1 ? { $and: parts } : (parts[0] ?? {}),
    sort: sort.field === 'cid' ? order : [...order, { field: 'cid', direction: 1 }],
    limit: PAGE_SIZE + 1,
    message_limit: 0,
    member_limit: 4,
    ...(asUser && { user_id: asUser }),
  }
}

function conditions({ search, searchBy, type, filter }: Looking): JsonObject[] {
  const parts: JsonObject[] = []
  if (Object.keys(filter).length > 0) parts.push(filter)
  if (type) parts.push({ type })
  const text = search.trim()
  if (text) parts.push(searched(text, searchBy))
  return parts
}

function searched(text: string, by: SearchBy): JsonObject {
  switch (by) {
    case 'name':
      return { name: { $autocomplete: text } }
    case 'id':
      return text.includes(':') ? { cid: text } : { id: text }
    case 'member':
      return { members: { $in: [text] } }
    case 'member_name':
      return { 'member.user.name': { $autocomplete: text } }
  }
}

/** Before and after every time there is. */
const ENDS = { $gt: '1970-01-01T00:00:00Z', $lt: '9999-12-31T00:00:00Z' } as const

/**
 * Behind the last channel of the page before: by the sorted field, and among equals by the cid. The first
 * condition is what an index can begin at: of nothing but an order SQLite would read and sort every
 * channel. Where something else narrows the list down, the database knows best what to begin with.
 */
function place({ sort, after }: Looking, isNarrowed: boolean): JsonObject[] {
  const { field, direction } = sort
  const beyond = direction === 1 ? '$gt' : '$lt'
  if (field === 'cid') return after ? [{ cid: { [beyond]: after.cid } }] : []
  if (!after) return isNarrowed ? [] : [{ [field]: { [`${beyond}e`]: ENDS[beyond] } }]
  const value = placeValue(after, field)
  return [
    { [field]: { [`${beyond}e`]: value } },
    { $or: [{ [field]: { [beyond]: value } }, { cid: { $gt: after.cid } }] },
  ]
}

function placeValue(channel: ChannelResponse, field: Exclude<SortField, 'cid'>): string {
  if (field === 'created_at') return channel.created_at
  const { created_at, last_message_at = '' } = channel
  return last_message_at > created_at ? last_message_at : created_at
}

/** A sort as it stands in the page's address: `-created_at`; the default for what is none. */
export function parseSort(text: string | undefined): Sort {
  const field = FIELDS.find(each => each === text?.replace(/^-/, ''))
  return field ? { field, direction: text?.startsWith('-') ? -1 : 1 } : DEFAULT_SORT
}

export function sortText({ field, direction }: Sort): string | null {
  if (field === DEFAULT_SORT.field && direction === DEFAULT_SORT.direction) return null
  return direction === -1 ? `-${field}` : field
}

const FIELDS: readonly SortField[] = ['last_updated', 'created_at', 'cid']
