import type { Channel, ChatError, LocalMessage } from '@parley/client'

/** What is back where it was written need not stand in the list. */
export function forgetFailed(channel: Channel, error: ChatError, parentId: string | undefined): void {
  const { messages, latestMessages, threads } = channel.state
  const shown: readonly LocalMessage[] = [...latestMessages, ...messages, ...(threads[parentId ?? ''] ?? [])]
  const failed = shown.find(message => message.status === 'failed' && message.error === error)
  if (failed) channel.removeFailedMessage(failed)
}
