import type { MessageRecord, ReactionRecord } from '../../domain/records.ts'
import type { Session } from '../session.ts'
import type { ExportWindow } from '../store.ts'
import { toMessage } from './messages.ts'
import { toReaction } from './reactions.ts'

/** One kind at a time, so that each page is read off the index `messages_place`. */
export async function exportMessages(
  { db }: Session,
  channelPk: number,
  { inChannel, afterUs, untilUs, limit }: ExportWindow,
): Promise<MessageRecord[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('channel_pk', '=', channelPk)
    .where('in_channel', '=', inChannel ? 1 : 0)
    .where('created_at_us', '>', afterUs)
    .where('created_at_us', '<=', untilUs)
    .orderBy('created_at_us')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** Read off the index `messages_user`. */
export async function exportMessagesOfUser(
  { db }: Session,
  appId: number,
  userId: string,
  after: { readonly channelPk: number; readonly atUs: number },
  limit: number,
): Promise<MessageRecord[]> {
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('channel_pk', 'created_at_us'), '>', tuple(after.channelPk, after.atUs)),
    )
    .orderBy('channel_pk')
    .orderBy('created_at_us')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** In the order of message and type, which name a user's reaction. */
export async function exportReactionsOfUser(
  { db }: Session,
  appId: number,
  userId: string,
  after: { readonly messageId: string; readonly type: string },
  limit: number,
): Promise<ReactionRecord[]> {
  const rows = await db
    .selectFrom('reactions')
    .selectAll()
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('message_id', 'type'), '>', tuple(after.messageId, after.type)),
    )
    .orderBy('message_id')
    .orderBy('type')
    .limit(limit)
    .execute()
  return rows.map(toReaction)
}
