import { type Selectable, sql } from 'kysely'
import type { TaskRecord, TaskStatus } from '../../domain/records.ts'
import { jsonOrNull, jsonText, objectOf, objectOrUndefined, textOrNull, undefinedIfNull } from '../encode.ts'
import type { TaskTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

function toTask(row: Selectable<TaskTable>): TaskRecord {
  return {
    id: row.id,
    appId: row.app_id,
    kind: row.kind,
    input: objectOf(row.input),
    status: row.status as TaskStatus,
    result: objectOrUndefined(row.result),
    error: undefinedIfNull(row.error),
    attempts: row.attempts,
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

export async function findTask(
  { db }: Session,
  appId: number,
  taskId: string,
): Promise<TaskRecord | undefined> {
  const row = await db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', taskId)
    .where('app_id', '=', appId)
    .executeTakeFirst()
  return row && toTask(row)
}

export async function insertTask({ db }: Session, task: TaskRecord): Promise<void> {
  await db
    .insertInto('tasks')
    .values({
      id: task.id,
      app_id: task.appId,
      kind: task.kind,
      input: jsonOrNull(task.input),
      status: task.status,
      result: task.result && jsonText(task.result),
      error: textOrNull(task.error),
      attempts: task.attempts,
      lease_until_us: 0,
      created_at_us: task.createdAtUs,
      updated_at_us: task.updatedAtUs,
    })
    .execute()
}

const OLDEST_FREE = prepared(
  'oldest_free_task',
  (db, p: Params<{ kinds: string; nowUs: number }>, { name, isAmong }) => {
    const free = db
      .selectFrom('tasks')
      .selectAll()
      .where(sql<boolean>`status in ('waiting', 'running')`)
      .where('lease_until_us', '<=', p('nowUs'))
      .where(isAmong(sql`kind`, p('kinds')))
      .orderBy('created_at_us')
      .limit(1)
    return name === 'postgres' ? free.forUpdate().skipLocked() : free
  },
)

export async function claimTask(
  session: Session,
  kinds: readonly string[],
  nowUs: number,
  leaseUntilUs: number,
): Promise<TaskRecord | undefined> {
  const row = await OLDEST_FREE.first(session, { kinds: jsonText(kinds), nowUs })
  if (!row) return undefined
  const attempts = row.attempts + 1
  await session.db
    .updateTable('tasks')
    .set({ status: 'running', attempts, lease_until_us: leaseUntilUs, updated_at_us: nowUs })
    .where('id', '=', row.id)
    .execute()
  return { ...toTask(row), status: 'running', attempts, updatedAtUs: nowUs }
}

export async function extendTask({ db }: Session, taskId: string, leaseUntilUs: number): Promise<void> {
  await db.updateTable('tasks').set({ lease_until_us: leaseUntilUs }).where('id', '=', taskId).execute()
}

export async function settleTask(
  { db }: Session,
  taskId: string,
  { status, result, error }: Pick<TaskRecord, 'status' | 'result' | 'error'>,
  atUs: number,
): Promise<void> {
  await db
    .updateTable('tasks')
    .set({
      status,
      result: result ? jsonText(result) : null,
      error: textOrNull(error),
      lease_until_us: 0,
      updated_at_us: atUs,
    })
    .where('id', '=', taskId)
    .execute()
}

export async function pruneTasks({ db }: Session, beforeUs: number): Promise<number> {
  const old = db
    .selectFrom('tasks')
    .select('id')
    .where('updated_at_us', '<', beforeUs)
    .where('status', 'in', ['completed', 'failed'])
    .limit(500)
  return (await db.deleteFrom('tasks').where('id', 'in', old).returning('id').execute()).length
}
