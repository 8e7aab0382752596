import type { MessageRecord } from '../../domain/records.ts'
import type { Db } from '../schema.ts'
import type { Session } from '../session.ts'
import type { MessageWindow } from '../store.ts'
import { seenBy } from './message-visibility.ts'
import { toMessage } from './messages.ts'
import { type Params, prepared, preparedEach } from './prepared.ts'

const newest = (db: Db, p: Params<{ channelPk: number; visibleAfterUs: number; limit: number }>) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('channel_pk', '=', p('channelPk'))
    .where('in_channel', '=', 1)
    .where('created_at_us', '>', p('visibleAfterUs'))
    .orderBy('created_at_us', 'desc')
    .limit(p('limit'))

const NEWEST = prepared('newest_messages', newest)
const NEWEST_OF = preparedEach('newest_messages_of', newest)

/** The newest messages of each channel, ascending. Windows with another bound, or a viewer, are not for this. */
export async function listNewestOf(
  session: Session,
  windows: readonly { readonly channelPk: number; readonly visibleAfterUs: number }[],
  limit: number,
): Promise<MessageRecord[]> {
  const each = windows.map(({ channelPk, visibleAfterUs }) => ({ channelPk, visibleAfterUs, limit }))
  return (await NEWEST_OF(session, each)).reverse().map(toMessage)
}

/** The channel's own messages, or a thread's; ascending whatever the window. */
export async function listMessages(
  session: Session,
  channelPk: number,
  window: MessageWindow,
): Promise<MessageRecord[]> {
  const { limit, visibleAfterUs = -1, before, after, aroundUs, parentId, viewer } = window
  if (!before && !after && aroundUs === undefined && parentId === undefined && !viewer) {
    const rows = await NEWEST.all(session, { channelPk, visibleAfterUs, limit })
    return rows.reverse().map(toMessage)
  }
  if (aroundUs !== undefined) return listAround(session, channelPk, window, aroundUs)
  if (after) return pageUp(session, channelPk, window, after)
  return pageDown(session, channelPk, window, before)
}

/** Half of the page up to the time, half after it; what one side lacks the other fills. */
async function listAround(
  session: Session,
  channelPk: number,
  window: MessageWindow,
  aroundUs: number,
): Promise<MessageRecord[]> {
  const older = await pageDown(session, channelPk, window, { atUs: aroundUs, inclusive: true })
  const newer = await pageUp(session, channelPk, window, { atUs: aroundUs, inclusive: false })
  const half = Math.ceil(window.limit / 2)
  const olderCount = Math.min(older.length, Math.max(half, window.limit - newer.length))
  return [...older.slice(older.length - olderCount), ...newer.slice(0, window.limit - olderCount)]
}

type Bound = NonNullable<MessageWindow['before']>

async function pageDown(
  session: Session,
  channelPk: number,
  window: MessageWindow,
  bound: Bound | undefined,
) {
  let query = visible(session, channelPk, window)
  if (bound) query = query.where('created_at_us', bound.inclusive ? '<=' : '<', bound.atUs)
  const rows = await query
    .orderBy('created_at_us', 'desc')
    .orderBy('pk', 'desc')
    .limit(window.limit)
    .execute()
  return rows.reverse().map(toMessage)
}

async function pageUp(session: Session, channelPk: number, window: MessageWindow, bound: Bound) {
  const rows = await visible(session, channelPk, window)
    .where('created_at_us', bound.inclusive ? '>=' : '>', bound.atUs)
    .orderBy('created_at_us')
    .orderBy('pk')
    .limit(window.limit)
    .execute()
  return rows.map(toMessage)
}

function visible(
  { db, dialect }: Session,
  channelPk: number,
  { parentId, visibleAfterUs, viewer }: MessageWindow,
) {
  let query = db.selectFrom('messages').selectAll().where('channel_pk', '=', channelPk)
  query = parentId === undefined ? query.where('in_channel', '=', 1) : query.where('parent_id', '=', parentId)
  if (visibleAfterUs !== undefined) query = query.where('created_at_us', '>', visibleAfterUs)
  return viewer ? query.where(seenBy(dialect, viewer)) : query
}
