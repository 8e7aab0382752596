import { MESSAGE_HISTORY_DEFAULT_LIMIT, type MessageHistoryEntry } from '@parley/protocol'
import type { MessageHistoryBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { HISTORY_FIELDS } from '../../domain/history-fields.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import type { StoredHistoryEntry } from '../../store/store.ts'
import { type CursorOf, cursorInteger, decodeCursor, encodeCursor } from '../../util/cursors.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

type Input = z.output<typeof MessageHistoryBody>

export interface HistoryPage {
  readonly message_history: MessageHistoryEntry[]
  readonly next?: string
  readonly prev?: string
}

/** Where a page starts, and which way it goes: a cursor keeps the order it came from. */
interface Place {
  readonly direction: 1 | -1
  /** Against the order: the page before. */
  readonly backwards: boolean
  readonly after: { readonly atUs: number; readonly pk: number } | undefined
}

/**
 * What messages said before they were changed, the newest change first unless sorted.
 * @throws ChatError `invalid_input` without any filter, and for a cursor of another one
 */
export async function queryHistory(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  body: Input,
): Promise<HistoryPage> {
  const filter = parseFilter(body.filter, HISTORY_FIELDS, { perspective: false, name: 'filter' })
  if (Object.keys(body.filter ?? {}).length === 0) {
    throw invalidField('filter', 'must have message_id, message_updated_by_id or message_updated_at')
  }
  const of: CursorOf = { kind: 'message_history', appId: app.id, query: body.filter }
  const { direction, backwards, after } = placeOf(body, of)
  const limit = body.limit ?? MESSAGE_HISTORY_DEFAULT_LIMIT
  // One more than fits tells that there is more.
  const found = await deps.store.read.queryHistory(app.id, {
    filter,
    direction: backwards ? (direction === 1 ? -1 : 1) : direction,
    after,
    limit: limit + 1,
  })
  const hasMore = found.length > limit
  const entries = backwards ? found.slice(0, limit).reverse() : found.slice(0, limit)
  const cursor = (entry: StoredHistoryEntry | undefined, way: 'next' | 'prev') =>
    entry && encodeCursor(of, [way, direction, entry.updatedAtUs, entry.pk])
  const next = (backwards ? after : hasMore) && cursor(entries.at(-1), 'next')
  const prev = (backwards ? hasMore : after) && cursor(entries[0], 'prev')
  return { message_history: entries.map(toEntry), ...(next && { next }), ...(prev && { prev }) }
}

function placeOf(body: Input, of: CursorOf): Place {
  const { next, prev } = body
  if (next !== undefined && prev !== undefined) {
    throw invalidField('prev', 'can not be given together with next')
  }
  const text = next ?? prev
  if (text === undefined) {
    const [sort] = parseSort(body.sort, HISTORY_FIELDS, { perspective: false })
    if (sort?.custom) throw invalidField('sort', 'can only name message_updated_at')
    return { direction: sort?.direction ?? -1, backwards: false, after: undefined }
  }
  const field = next === undefined ? 'prev' : 'next'
  const [way, direction, atUs, pk] = decodeCursor(of, text, field)
  if (way !== field || (direction !== 1 && direction !== -1)) {
    throw invalidField(field, `must be a cursor as a reply gave it for ${field}`)
  }
  return {
    direction,
    backwards: way === 'prev',
    after: { atUs: cursorInteger(atUs, field), pk: cursorInteger(pk, field) },
  }
}

function toEntry(entry: StoredHistoryEntry): MessageHistoryEntry {
  return {
    ...entry.custom,
    message_id: entry.messageId,
    message_updated_by_id: entry.updatedById,
    message_updated_at: toRfc3339(entry.updatedAtUs),
    text: entry.text,
    attachments: [...entry.attachments],
    is_deleted: entry.isDeleted,
  }
}
