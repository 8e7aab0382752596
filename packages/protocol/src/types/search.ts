import type { ChannelResponse } from './channel.ts'
import type { Duration, Filter, SortParam } from './common.ts'
import type { MessageResponse } from './message.ts'

/** `payload` of `GET search`. Exactly one of `query` and `message_filter_conditions`. */
export interface SearchRequest {
  /** Which channels; at most 500 of those that match are searched, the last updated ones. */
  filter_conditions: Filter
  /** Words that a text must have: short for `{text: {$q: query}}`. */
  query?: string
  message_filter_conditions?: Filter
  /** `relevance` (-1 unless given), or fields of messages. Not together with `offset`. */
  sort?: readonly SortParam[]
  /** 100 unless given, at most 100. */
  limit?: number
  /** Not together with `sort` or `next`. */
  offset?: number
  /** `next` or `previous` of another page of the same search. */
  next?: string
}

/** One message that was found. */
export interface SearchResult {
  message: MessageResponse & { channel: ChannelResponse }
}

/** Reply of `GET search`. */
export interface SearchResponse extends Duration {
  results: SearchResult[]
  /** Absent on the last page. */
  next?: string
  /** Absent on the first page. */
  previous?: string
}
