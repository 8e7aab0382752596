import { ChatError } from '@parley/protocol'
import type { SendMessageBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { UserRecord } from '../../domain/records.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Actor } from '../deps.ts'
import { draftOf, type MessageDraft, type MessageInput } from './message-draft.ts'

export type SendMessageInput = z.output<typeof SendMessageBody>

/** A message on its way, checked as far as the request alone allows. */
export interface Sending {
  readonly actor: Actor
  readonly author: UserRecord
  /** Of the author. */
  readonly save: ActingUser['save']
  readonly message: MessageInput
  readonly draft: MessageDraft
  readonly id: string
  readonly keepHidden: boolean
  readonly body: SendMessageInput
}

/** A message that is checked as far as the request alone allows. */
export function sendingOf(actor: Actor, { user: author, save }: ActingUser, body: SendMessageInput): Sending {
  const { message } = body
  return {
    actor,
    author,
    save,
    message,
    draft: draftOf(actor, message),
    id: message.id ?? Bun.randomUUIDv7(),
    keepHidden: body.keep_channel_hidden === true,
    body,
  }
}

/** Nothing is kept of a message whose id is taken; who took it decides what the sender is told. */
export function idTaken(id: string): ChatError {
  const why = 'is taken by another message; ids are unique in the whole app: use a random UUID'
  return new ChatError('invalid_input', `message.id "${id}" ${why}`, {
    details: { fields: { 'message.id': why } },
  })
}
