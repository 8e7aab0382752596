import type { ChannelState, LocalMessage, UserResponse } from '@parley/client'

/** What became of one's own message. */
export interface Receipt {
  readonly state: 'sending' | 'failed' | 'sent' | 'delivered' | 'read'
  /** Who has read it, of those whose read marks are known. */
  readonly readers: readonly UserResponse[]
}

/** Undefined for messages of others, and for what has no receipts. */
export function receiptOf(
  message: LocalMessage,
  read: ChannelState['read'],
  ownId: string | undefined,
): Receipt | undefined {
  if (message.user_id !== ownId || !isSpoken(message)) return undefined
  if (message.status !== 'received') return { state: message.status, readers: [] }
  const others = Object.values(read).filter(({ user }) => user.id !== ownId)
  const readers = others.filter(({ last_read }) => last_read >= message.created_at).map(({ user }) => user)
  if (readers.length > 0) return { state: 'read', readers }
  const isDelivered = others.some(({ last_delivered_at = '' }) => last_delivered_at >= message.created_at)
  return { state: isDelivered ? 'delivered' : 'sent', readers }
}

/** The same receipts, as the same objects where they look as before: those need no new rendering. */
export function keptReceipts(
  receipts: ReadonlyMap<string, Receipt>,
  before: ReadonlyMap<string, Receipt> = new Map(),
): Map<string, Receipt> {
  return new Map(
    [...receipts].map(([id, receipt]) => {
      const old = before.get(id)
      return [id, old && isSame(old, receipt) ? old : receipt]
    }),
  )
}

function isSame(one: Receipt, other: Receipt): boolean {
  if (one.state !== other.state || one.readers.length !== other.readers.length) return false
  return one.readers.every((reader, index) => reader.id === other.readers[index]?.id)
}

function isSpoken({ type }: LocalMessage): boolean {
  return type === 'regular' || type === 'reply'
}
