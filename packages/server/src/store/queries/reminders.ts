import { type Expression, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Comparison, Sort } from '../../domain/filters.ts'
import type { ReminderRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText, orNull, undefinedIfNull } from '../encode.ts'
import type { ReminderTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { ReminderQuery } from '../store.ts'
import { type Condition, compareText, compareWhole, compileFilter, orderBy } from './filter-sql.ts'
import { type Params, prepared } from './prepared.ts'

function toReminder(row: Selectable<ReminderTable>): ReminderRecord {
  return {
    appId: row.app_id,
    userId: row.user_id,
    messageId: row.message_id,
    channelPk: row.channel_pk,
    cid: row.cid,
    remindAtUs: undefinedIfNull(row.remind_at_us),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

const FIND_REMINDERS = prepared(
  'find_reminders',
  (db, p: Params<{ appId: number; userId: string; messageIds: string }>, { isAmong }) =>
    db
      .selectFrom('reminders')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isAmong(sql`reminders.message_id`, p('messageIds'))),
)

export async function findReminders(
  session: Session,
  appId: number,
  userId: string,
  messageIds: readonly string[],
): Promise<ReminderRecord[]> {
  if (messageIds.length === 0) return []
  const args = { appId, userId, messageIds: jsonText(messageIds) }
  return (await FIND_REMINDERS.all(session, args)).map(toReminder)
}

export async function countReminders({ db }: Session, appId: number, userId: string): Promise<number> {
  const { count } = await db
    .selectFrom('reminders')
    .select(select => select.fn.countAll<number>().as('count'))
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export async function insertReminder({ db }: Session, reminder: ReminderRecord): Promise<boolean> {
  const row = await db
    .insertInto('reminders')
    .values({
      app_id: reminder.appId,
      user_id: reminder.userId,
      message_id: reminder.messageId,
      channel_pk: reminder.channelPk,
      cid: reminder.cid,
      remind_at_us: orNull(reminder.remindAtUs),
      due_at_us: orNull(reminder.remindAtUs),
      created_at_us: reminder.createdAtUs,
      updated_at_us: reminder.updatedAtUs,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('message_id')
    .executeTakeFirst()
  if (!row) return false
  await db
    .updateTable('messages')
    .set({ reminded: 1 })
    .where('app_id', '=', reminder.appId)
    .where('id', '=', reminder.messageId)
    .where('reminded', '=', 0)
    .execute()
  return true
}

export async function updateReminder({ db }: Session, reminder: ReminderRecord): Promise<void> {
  await db
    .updateTable('reminders')
    .set({
      remind_at_us: orNull(reminder.remindAtUs),
      due_at_us: orNull(reminder.remindAtUs),
      updated_at_us: reminder.updatedAtUs,
    })
    .where('app_id', '=', reminder.appId)
    .where('user_id', '=', reminder.userId)
    .where('message_id', '=', reminder.messageId)
    .execute()
}

export async function deleteReminder({ db }: Session, reminder: ReminderRecord): Promise<void> {
  await db
    .deleteFrom('reminders')
    .where('app_id', '=', reminder.appId)
    .where('user_id', '=', reminder.userId)
    .where('message_id', '=', reminder.messageId)
    .execute()
}

export async function deleteRemindersOf(
  { db, dialect }: Session,
  appId: number,
  messageIds: readonly string[],
): Promise<void> {
  await db
    .deleteFrom('reminders')
    // NOTE: the plus keeps SQLite from looking through all reminders of the app.
    .where(sql<number>`+reminders.app_id`, '=', appId)
    .where(dialect.isAmong(sql.ref('reminders.message_id'), sql`${jsonText(messageIds)}`))
    .execute()
}

/** A guest's reminders become the user's; of two of one message the user's stays. */
export async function mergeReminders(
  { db }: Session,
  appId: number,
  from: string,
  to: string,
): Promise<void> {
  await sql`insert into reminders
      (app_id, user_id, message_id, channel_pk, cid, remind_at_us, due_at_us, created_at_us, updated_at_us)
    select app_id, ${to}, message_id, channel_pk, cid, remind_at_us, due_at_us, created_at_us, updated_at_us
      from reminders where app_id = ${appId} and user_id = ${from}
    on conflict do nothing`.execute(db)
  await db.deleteFrom('reminders').where('app_id', '=', appId).where('user_id', '=', from).execute()
}

const NEXT_DUE = prepared('next_due_reminder', (db, _p: Params<object>) =>
  db
    .selectFrom('reminders')
    .select(['app_id', 'due_at_us'])
    .where('due_at_us', 'is not', null)
    .orderBy('due_at_us')
    .limit(1),
)

export async function findNextDueReminder(
  session: Session,
): Promise<{ appId: number; dueAtUs: number } | undefined> {
  const row = await NEXT_DUE.first(session, {})
  return row && { appId: row.app_id, dueAtUs: row.due_at_us ?? 0 }
}

const DUE = prepared(
  'due_reminders',
  (db, p: Params<{ appId: number; nowUs: number; limit: number }>, { name }) => {
    const due = db
      .selectFrom('reminders')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('due_at_us', 'is not', null)
      .where('due_at_us', '<=', p('nowUs'))
      .orderBy('due_at_us')
      .limit(p('limit'))
    return name === 'postgres' ? due.forUpdate().skipLocked() : due
  },
)

export async function claimDueReminders(
  session: Session,
  appId: number,
  nowUs: number,
  limit: number,
): Promise<ReminderRecord[]> {
  const due = (await DUE.all(session, { appId, nowUs, limit })).map(toReminder)
  for (const { userId, messageId } of due) {
    await session.db
      .updateTable('reminders')
      .set({ due_at_us: null })
      .where('app_id', '=', appId)
      .where('user_id', '=', userId)
      .where('message_id', '=', messageId)
      .execute()
  }
  return due
}

const COLUMNS: Readonly<Record<string, string>> = {
  message_id: 'message_id',
  channel_cid: 'cid',
  remind_at: 'remind_at_us',
  created_at: 'created_at_us',
  updated_at: 'updated_at_us',
}

const TEXT = ['message_id', 'channel_cid']

function column<T>(field: string): Expression<T | null> {
  return sql.ref(`reminders.${COLUMNS[field] ?? field}`)
}

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field } = comparison
  if (TEXT.includes(field)) return compareText(dialect, column<string>(field), comparison)
  return compareWhole(column<number>(field), comparison)
}

function order(dialect: Dialect, { field, direction }: Sort): RawBuilder<unknown> {
  const by = column<string>(field)
  return orderBy(TEXT.includes(field) ? dialect.byCodePoint(by) : by, direction)
}

/** Those that have a time come first. */
export async function queryReminders(
  { db, dialect }: Session,
  appId: number,
  userId: string,
  query: ReminderQuery,
): Promise<ReminderRecord[]> {
  let select = db
    .selectFrom('reminders')
    .innerJoin('channels', 'channels.pk', 'reminders.channel_pk')
    .selectAll('reminders')
    .where('reminders.app_id', '=', appId)
    .where('reminders.user_id', '=', userId)
    .where('channels.deleted_at_us', 'is', null)
    .where(compileFilter(query.filter, comparison => compare(dialect, comparison)))
  for (const sort of query.sort) select = select.orderBy(order(dialect, sort) as RawBuilder<string>)
  select = select.orderBy(sql<string>`reminders.message_id asc`)
  return (await select.limit(query.limit).offset(query.offset).execute()).map(toReminder)
}
