import type { Selectable } from 'kysely'
import type { DeadLetterRecord } from '../../domain/outbox.ts'
import { textOf } from '../encode.ts'
import type { DeadLetterTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { DeadLetterPage } from '../store.ts'

function toDeadLetter(row: Selectable<DeadLetterTable>): DeadLetterRecord {
  return {
    appId: row.app_id,
    id: row.id,
    target: row.target,
    lane: row.lane,
    type: row.type,
    payload: row.payload,
    attempts: row.attempts,
    error: row.error,
    createdAtUs: row.created_at_us,
    diedAtUs: row.died_at_us,
  }
}

export async function insertDeadLetter({ db }: Session, letter: DeadLetterRecord): Promise<void> {
  const row = {
    target: letter.target,
    lane: letter.lane,
    type: letter.type,
    payload: letter.payload,
    attempts: letter.attempts,
    error: textOf(letter.error),
    created_at_us: letter.createdAtUs,
    died_at_us: letter.diedAtUs,
  }
  await db
    .insertInto('dead_letters')
    .values({ app_id: letter.appId, id: letter.id, ...row })
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doUpdateSet(row))
    .execute()
}

/** The newest first. */
export async function listDeadLetters(
  { db }: Session,
  appId: number,
  { target, limit, after }: DeadLetterPage,
): Promise<DeadLetterRecord[]> {
  let query = db.selectFrom('dead_letters').selectAll().where('app_id', '=', appId)
  if (target !== undefined) query = query.where('target', '=', target)
  if (after) {
    const { diedAtUs, id } = after
    query = query.where(({ eb, or, and }) =>
      or([eb('died_at_us', '<', diedAtUs), and([eb('died_at_us', '=', diedAtUs), eb('id', '<', id)])]),
    )
  }
  const rows = await query.orderBy('died_at_us', 'desc').orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toDeadLetter)
}

/** Takes a dead letter out; undefined when there is none of that id. */
export async function takeDeadLetter(
  { db }: Session,
  appId: number,
  id: string,
): Promise<DeadLetterRecord | undefined> {
  const row = await db
    .deleteFrom('dead_letters')
    .where('app_id', '=', appId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  return row && toDeadLetter(row)
}

/** Forgets the oldest, a few thousand at once; returns how many went. */
export async function pruneDeadLetters({ db }: Session, beforeUs: number): Promise<number> {
  const old = db
    .selectFrom('dead_letters as old')
    .select('old.id')
    .where('old.died_at_us', '<', beforeUs)
    .limit(2_000)
  const rows = await db
    .deleteFrom('dead_letters')
    .where('id', 'in', old)
    .where('died_at_us', '<', beforeUs)
    .returning('id')
    .execute()
  return rows.length
}
