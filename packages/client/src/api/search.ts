import type { Filter, SearchRequest } from '@parley/protocol'
import { get, type RestRequest } from '../net/rest.ts'

/** How search results are ordered and paged. */
export type SearchOptions = Pick<SearchRequest, 'limit' | 'offset' | 'sort' | 'next'>

/** A search for words, or for messages that match a filter. */
export function searchRequest(
  filter_conditions: Filter,
  query: string | Filter,
  options: SearchOptions,
): RestRequest {
  const what = typeof query === 'string' ? { query } : { message_filter_conditions: query }
  return get('search', { payload: { filter_conditions, ...what, ...options } })
}
