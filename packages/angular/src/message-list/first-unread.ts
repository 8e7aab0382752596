import type { LocalMessage } from '@parley/client'

/** How far one had read when the channel was opened. */
export interface UnreadMark {
  readonly lastReadMessageId?: string | undefined
  readonly lastReadAt?: string | undefined
  readonly count: number
}

/**
 * The first message that one had not read.
 *
 * Undefined when all were read, or when that one is not loaded: then `isAbove` tells that it
 * lies in front of the first loaded message.
 */
export function firstUnread(
  messages: readonly LocalMessage[],
  mark: UnreadMark | undefined,
  { ownId, hasOlder }: { ownId: string | undefined; hasOlder: boolean },
): { id?: string; isAbove: boolean } {
  if (!mark || mark.count === 0) return { isAbove: false }
  const from = firstAfter(messages, mark)
  const first = messages.slice(from).find(message => message.user_id !== ownId && !message.silent)
  if (!first) return { isAbove: false }
  if (from === 0 && hasOlder && isPartly(messages, mark)) return { isAbove: true }
  return { id: first.id, isAbove: false }
}

/** The index of the first one behind the mark; they are in the order of time. */
function firstAfter(messages: readonly LocalMessage[], { lastReadMessageId, lastReadAt = '' }: UnreadMark) {
  const marked = lastReadMessageId ? messages.findLastIndex(({ id }) => id === lastReadMessageId) : -1
  if (marked >= 0) return marked + 1
  const at = messages.findIndex(({ created_at }) => created_at > lastReadAt)
  return at < 0 ? messages.length : at
}

/** More are unread than are loaded. */
function isPartly(messages: readonly LocalMessage[], { count }: UnreadMark): boolean {
  return messages.filter(({ silent }) => !silent).length < count
}
