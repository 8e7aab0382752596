import { MessageRequest } from '@parley/protocol/schemas'
import { isReservedMessageKey } from '../../domain/messages.ts'
import type { Json } from '../../domain/records.ts'
import type { MessageInput } from '../messages/message-draft.ts'

/** What a hook makes of a message. */
export type Rewritten =
  /** To be sent, changed or not. */
  | { readonly kind: 'send'; readonly message: MessageInput }
  /** To be shown to the sender alone. */
  | { readonly kind: 'show'; readonly type: 'error' | 'ephemeral'; readonly message: MessageInput }

/** Fields of a message that a hook may write, beside custom ones. */
const WRITABLE: ReadonlySet<string> = new Set(['text', 'show_in_channel', 'silent', 'attachments', 'mml'])

/**
 * The message as a hook wants it: `message` of its answer overrides text, attachments and so on,
 * and custom fields one by one. Everything else in there is ignored. Undefined for fields that no
 * message may have.
 */
export function rewriteMessage(message: MessageInput, { message: wanted }: Json): Rewritten | undefined {
  if (wanted === undefined || wanted === null) return { kind: 'send', message }
  if (typeof wanted !== 'object' || Array.isArray(wanted)) return undefined
  const { type } = wanted as Json
  const parsed = MessageRequest.safeParse(writable(wanted as Json))
  if (!parsed.success) return undefined
  const { custom, ...fields } = parsed.data
  const rewritten = { ...message, ...fields, custom: { ...message.custom, ...custom } }
  if (type === 'error' || type === 'ephemeral') return { kind: 'show', type, message: rewritten }
  const sent = type === 'system' || type === 'regular' ? { ...rewritten, type } : rewritten
  return { kind: 'send', message: sent as MessageInput }
}

function writable(wanted: Json): Json {
  const entries = Object.entries(wanted)
  return Object.fromEntries(entries.filter(([key]) => WRITABLE.has(key) || !isReservedMessageKey(key)))
}
