import type { MessageRecord } from '../../domain/records.ts'
import type { Session } from '../session.ts'
import { toMessage } from './messages.ts'
import { type Params, prepared } from './prepared.ts'

const LIVE = prepared(
  'live_locations',
  (db, p: Params<{ appId: number; userId: string; nowUs: number; limit: number }>) =>
    db
      .selectFrom('messages')
      .innerJoin('channels', 'channels.pk', 'messages.channel_pk')
      .selectAll('messages')
      .where('messages.app_id', '=', p('appId'))
      .where('messages.user_id', '=', p('userId'))
      .where('messages.location_ends_at_us', 'is not', null)
      .where('messages.location_ends_at_us', '>', p('nowUs'))
      .where('messages.deleted_at_us', 'is', null)
      .where('channels.deleted_at_us', 'is', null)
      .orderBy('messages.created_at_us', 'desc')
      .limit(p('limit')),
)

export async function listLiveLocations(
  session: Session,
  appId: number,
  userId: string,
  nowUs: number,
  limit: number,
): Promise<MessageRecord[]> {
  return (await LIVE.all(session, { appId, userId, nowUs, limit })).map(toMessage)
}
