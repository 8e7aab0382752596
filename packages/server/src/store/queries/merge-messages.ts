import { sql } from 'kysely'
import type { Audience } from '../../domain/records.ts'
import { jsonText, listOf } from '../encode.ts'
import type { Session } from '../session.ts'

/** Messages and entries of the log of these channels that the guest was to see, the user sees. */
export async function mergeRestrictions(
  { db }: Session,
  channelPks: readonly number[],
  from: string,
  to: string,
): Promise<void> {
  if (channelPks.length === 0) return
  const channels = db
    .selectFrom('channels')
    .select('pk')
    .where('pk', 'in', channelPks)
    .where('has_hidden', '=', 1)
  const renamed = renaming(from, to)
  const messages = await db
    .selectFrom('messages')
    .select(['pk', 'restricted_visibility'])
    .where('channel_pk', 'in', channels)
    .where('restricted_visibility', 'is not', null)
    .execute()
  for (const { pk, restricted_visibility: list } of messages) {
    const ids = listOf<string>(list)
    if (!ids.includes(from)) continue
    const json = jsonText(renamed(ids))
    await db.updateTable('messages').set({ restricted_visibility: json }).where('pk', '=', pk).execute()
  }
  const events = await db
    .selectFrom('channel_events')
    .select(['pk', 'audience'])
    .where('channel_pk', 'in', channels)
    .where('audience', 'is not', null)
    .execute()
  for (const { pk, audience: json } of events) {
    const audience = json === null ? undefined : (JSON.parse(json) as Audience)
    if (!audience?.userIds.includes(from)) continue
    const moved = jsonText({ ...audience, userIds: renamed(audience.userIds) })
    await db.updateTable('channel_events').set({ audience: moved }).where('pk', '=', pk).execute()
  }
}

/** Who mentioned the guest mentioned the user. Nobody is mentioned before they are there: `sinceUs`. */
export async function moveMentions(
  { db, dialect }: Session,
  channelPks: readonly number[],
  sinceUs: number,
  from: string,
  to: string,
): Promise<void> {
  if (channelPks.length === 0) return
  const renamed = renaming(from, to)
  const mentions = await db
    .selectFrom('messages')
    .select(['pk', 'mentioned_user_ids'])
    .where('channel_pk', 'in', channelPks)
    .where('in_channel', 'in', [0, 1])
    .where('created_at_us', '>=', sinceUs)
    .where('mentioned_user_ids', 'is not', null)
    .where(dialect.isAmong(sql`${from}`, sql`messages.mentioned_user_ids`))
    .execute()
  for (const { pk, mentioned_user_ids: list } of mentions) {
    const json = jsonText(renamed(listOf<string>(list)))
    await db.updateTable('messages').set({ mentioned_user_ids: json }).where('pk', '=', pk).execute()
  }
}

export async function movePins(
  { db }: Session,
  channelPks: readonly number[],
  from: string,
  to: string,
): Promise<void> {
  if (channelPks.length === 0) return
  await db
    .updateTable('messages')
    .set({ pinned_by_id: to })
    .where('channel_pk', 'in', channelPks)
    .where('pinned_at_us', 'is not', null)
    .where('pinned_by_id', '=', from)
    .execute()
}

function renaming(from: string, to: string): (ids: readonly string[]) => string[] {
  return ids => (ids.includes(to) ? ids.filter(id => id !== from) : ids.map(id => (id === from ? to : id)))
}

/** What waits to be committed, what was deleted for oneself, and who changed messages. */
export async function mergeMessageStates(
  { db }: Session,
  appId: number,
  from: string,
  to: string,
): Promise<void> {
  const pending = await db
    .selectFrom('pending_messages')
    .select(['id', 'message'])
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .execute()
  for (const { id, message } of pending) {
    const moved = jsonText({ ...JSON.parse(message), userId: to })
    await db
      .updateTable('pending_messages')
      .set({ user_id: to, message: moved })
      .where('app_id', '=', appId)
      .where('id', '=', id)
      .execute()
  }
  await db
    .deleteFrom('message_deletions')
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('message_id', 'in', select =>
      select
        .selectFrom('message_deletions as own')
        .select('own.message_id')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
  await db
    .updateTable('message_deletions')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .execute()
  for (const column of ['updated_by_id', 'editor_id'] as const) {
    await db
      .updateTable('message_history')
      .set({ [column]: to })
      .where('app_id', '=', appId)
      .where(column, '=', from)
      .execute()
  }
}
