import { invalidField } from '../../util/invalid-input.ts'
import { type ActingUserInput, readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from './get-message.ts'

/**
 * Translating takes an outside service, of which this version has none: refused in so many words.
 * @throws ChatError `not_found` | `not_allowed`, and `invalid_input` for every message that is there
 */
export function translateMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  body: ActingUserInput,
): Promise<never> {
  return readFor(deps, actor, body, async user => {
    await getMessage(deps.store.read, actor, messageId, user?.id)
    throw invalidField(
      'language',
      'can not be translated into: that takes an outside translation service, and this server has none',
    )
  })
}
