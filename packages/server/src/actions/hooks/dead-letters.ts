import { ChatError, DEAD_LETTERS_MAX_LIMIT, type DeadLetter } from '@parley/protocol'
import type { DeadLettersQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { DeadLetterRecord } from '../../domain/outbox.ts'
import { type CursorOf, cursorInteger, decodeCursor, encodeCursor } from '../../util/cursors.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

const DEFAULT_LIMIT = 25

/**
 * Deliveries that were given up, the newest first.
 * @throws ChatError `invalid_input` for a cursor of another list.
 */
export async function listDeadLetters(
  deps: Deps,
  { app }: Actor,
  query: z.output<typeof DeadLettersQuery>,
): Promise<{ dead_letters: DeadLetter[]; next?: string }> {
  const limit = query.limit || Math.min(DEFAULT_LIMIT, DEAD_LETTERS_MAX_LIMIT)
  const cursorOf: CursorOf = { kind: 'dead letters', appId: app.id, query: query.hook_id ?? '' }
  const found = await deps.store.read.listDeadLetters(app.id, {
    target: query.hook_id,
    limit: limit + 1,
    after: query.next === undefined ? undefined : placeOf(cursorOf, query.next),
  })
  const letters = found.slice(0, limit)
  const last = found.length > limit ? letters.at(-1) : undefined
  const next = last && encodeCursor(cursorOf, [last.diedAtUs, last.id])
  return { dead_letters: letters.map(toDeadLetter), ...(next !== undefined && { next }) }
}

function placeOf(cursorOf: CursorOf, cursor: string) {
  const [diedAtUs, id] = decodeCursor(cursorOf, cursor)
  return { diedAtUs: cursorInteger(diedAtUs), id: String(id) }
}

function toDeadLetter(letter: DeadLetterRecord): DeadLetter {
  const { id, target, type, attempts, error } = letter
  return {
    id,
    hook_id: target,
    type,
    attempts,
    error,
    payload: JSON.parse(letter.payload) as Record<string, unknown>,
    created_at: toRfc3339(letter.createdAtUs),
    died_at: toRfc3339(letter.diedAtUs),
  }
}

/**
 * Has it delivered again, under the same id and after what waits in its channel by now.
 * @throws ChatError `not_found`
 */
export async function retryDeadLetter(deps: Deps, { app }: Actor, id: string): Promise<void> {
  await deps.store.transaction(async tx => {
    const letter = await tx.takeDeadLetter(app.id, id)
    if (!letter) throw noLetter(id)
    // From now on it has as long as anything new.
    await tx.addToOutbox({ ...letter, createdAtUs: deps.clock() })
  })
}

/** @throws ChatError `not_found` */
export async function deleteDeadLetter(deps: Deps, { app }: Actor, id: string): Promise<void> {
  const letter = await deps.store.transaction(tx => tx.takeDeadLetter(app.id, id))
  if (!letter) throw noLetter(id)
}

function noLetter(id: string): ChatError {
  return new ChatError('not_found', `there is no dead letter "${id}"`)
}
