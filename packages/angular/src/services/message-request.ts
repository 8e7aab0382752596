import type { Attachment, LocalMessage, MessageRequest, UserResponse } from '@parley/client'

/** What `sendMessage` is given, as a request. */
export function newMessageRequest(
  text: string,
  attachments: readonly Attachment[],
  mentionedUsers: readonly UserResponse[],
  parentId: string | undefined,
  quotedMessageId: string | undefined,
  customData: Record<string, unknown>,
): MessageRequest {
  return {
    ...customData,
    text,
    attachments,
    mentioned_users: idsOf(mentionedUsers),
    ...(parentId && { parent_id: parentId }),
    ...(quotedMessageId && { quoted_message_id: quotedMessageId }),
  }
}

/** A message that was edited, as a request: who is mentioned goes by id. */
export function changedMessageRequest(message: LocalMessage): MessageRequest & { id: string } {
  const { mentioned_users, ...rest } = message
  return { ...(rest as unknown as MessageRequest), id: message.id, mentioned_users: idsOf(mentioned_users) }
}

function idsOf(users: readonly UserResponse[]): string[] {
  return users.map(({ id }) => id)
}
