import type { Audience } from '../../domain/records.ts'
import { jsonText, listOf } from '../encode.ts'
import type { Session } from '../session.ts'

/** Messages and entries of the log that the guest was to see, the user sees. */
export async function mergeRestrictions(
  { db }: Session,
  appId: number,
  from: string,
  to: string,
): Promise<void> {
  const channels = db
    .selectFrom('members')
    .innerJoin('channels', 'channels.pk', 'members.channel_pk')
    .select('channels.pk')
    .where('members.app_id', '=', appId)
    .where('members.user_id', '=', from)
    .where('channels.has_hidden', '=', 1)
  const renamed = (ids: readonly string[]) => [...new Set(ids.map(id => (id === from ? to : id)))]
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
