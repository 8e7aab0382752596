import type { MessageRecord } from '../../domain/records.ts'
import type { Viewer } from '../../domain/visibility.ts'
import type { Session } from '../session.ts'
import { seenBy } from './message-visibility.ts'
import { toMessage } from './messages.ts'

type Column = 'pinned_at_us' | 'created_at_us'

/** Which pins of a channel; at most one bound is set. */
export interface PinWindow {
  readonly by: 'pinned_at' | 'created_at'
  readonly direction: 1 | -1
  readonly limit: number
  readonly offset: number
  readonly before?: { readonly atUs: number; readonly inclusive: boolean } | undefined
  readonly after?: { readonly atUs: number; readonly inclusive: boolean } | undefined
  /** Half of the page up to then, half after it. */
  readonly aroundUs?: number | undefined
  readonly nowUs: number
  readonly visibleAfterUs?: number | undefined
  readonly viewer?: Viewer | undefined
}

/** In the order asked for; pins that ran out are left out. */
export async function listPins(
  session: Session,
  channelPk: number,
  window: PinWindow,
): Promise<MessageRecord[]> {
  const column: Column = window.by === 'pinned_at' ? 'pinned_at_us' : 'created_at_us'
  if (window.aroundUs !== undefined) return listAround(session, channelPk, window, column, window.aroundUs)
  const order = window.direction === 1 ? 'asc' : 'desc'
  let query = pins(session, channelPk, window)
  if (window.before) query = query.where(column, window.before.inclusive ? '<=' : '<', window.before.atUs)
  if (window.after) query = query.where(column, window.after.inclusive ? '>=' : '>', window.after.atUs)
  const rows = await query
    .orderBy(column, order)
    .orderBy('pk', order)
    .limit(window.limit)
    .offset(window.offset)
    .execute()
  return rows.map(toMessage)
}

async function listAround(
  session: Session,
  channelPk: number,
  window: PinWindow,
  column: Column,
  aroundUs: number,
): Promise<MessageRecord[]> {
  const half = Math.ceil(window.limit / 2)
  const older = await pins(session, channelPk, window)
    .where(column, '<=', aroundUs)
    .orderBy(column, 'desc')
    .orderBy('pk', 'desc')
    .limit(half)
    .execute()
  const newer = await pins(session, channelPk, window)
    .where(column, '>', aroundUs)
    .orderBy(column)
    .orderBy('pk')
    .limit(window.limit - half)
    .execute()
  const ascending = [...older.reverse(), ...newer].map(toMessage)
  return window.direction === 1 ? ascending : ascending.reverse()
}

function pins({ db, dialect }: Session, channelPk: number, window: PinWindow) {
  const { nowUs, viewer, visibleAfterUs = -1 } = window
  const query = db
    .selectFrom('messages')
    .selectAll()
    .where('channel_pk', '=', channelPk)
    .where('pinned_at_us', 'is not', null)
    .where('deleted_at_us', 'is', null)
    .where('created_at_us', '>', visibleAfterUs)
    .where(where =>
      where.or([where('pin_expires_at_us', 'is', null), where('pin_expires_at_us', '>', nowUs)]),
    )
  return viewer ? query.where(seenBy(dialect, viewer)) : query
}
