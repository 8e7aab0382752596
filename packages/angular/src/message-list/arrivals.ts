import type { LocalMessage } from '@parley/client'

/**
 * What came in behind a message: somebody else's messages, oldest first.
 *
 * Looks at the end only, so it costs what has come.
 */
export function arrivedAfter(
  messages: readonly LocalMessage[],
  lastSeenId: string | undefined,
  ownId: string | undefined,
): readonly LocalMessage[] {
  if (lastSeenId === undefined) return []
  const seen = messages.findLastIndex(({ id }) => id === lastSeenId)
  if (seen < 0) return []
  return messages.slice(seen + 1).filter(message => message.user_id !== ownId && message.type !== 'deleted')
}

/** Whether the newest message is one that was just written here: then one wants to see it. */
export function isOwnNew(
  messages: readonly LocalMessage[],
  before: readonly LocalMessage[],
  ownId: string | undefined,
): boolean {
  const last = messages.at(-1)
  if (!last || last.user_id !== ownId || last.id === before.at(-1)?.id) return false
  return last.status === 'sending' && !before.some(({ id }) => id === last.id)
}
