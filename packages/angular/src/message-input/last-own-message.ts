import type { ChannelResponse, LocalMessage } from '@parley/client'

/** The newest message that the user wrote and may change; undefined when there is none. */
export function lastOwnMessage(
  messages: readonly LocalMessage[],
  userId: string | undefined,
  { own_capabilities = [] }: Pick<ChannelResponse, 'own_capabilities'>,
): LocalMessage | undefined {
  const mayChange = ['update-message', 'update-message-owner'].some(each => own_capabilities.includes(each))
  if (!mayChange || userId === undefined) return undefined
  return messages.findLast(
    ({ user_id, type, status, poll_id, shared_location }) =>
      user_id === userId &&
      (type === 'regular' || type === 'reply') &&
      status === 'received' &&
      !poll_id &&
      !shared_location,
  )
}
