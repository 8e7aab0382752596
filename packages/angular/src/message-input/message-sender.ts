import { inject } from '@angular/core'
import { type Channel, ChatError, type UserResponse } from '@parley/client'
import { ChannelService } from '../services/channel-service'
import { describeError } from '../services/describe-error'
import { TranslationService } from '../services/translation-service'
import type { ComposerContent } from './composer'
import type { DraftedComposer } from './composer-service'
import { forgetFailed } from './forget-failed'
import { inMessages } from './upload'
import { releasePreviews } from './upload-list'

/** Refusals after which the text is put back: it needs a change, or a wait. */
const PUT_BACK = new Set<ChatError['errorName']>([
  'cooldown',
  'rate_limited',
  'not_allowed',
  'message_too_long',
  'message_moderated',
  'invalid_input',
  'feature_disabled',
  'command_handler_missing',
  'command_handler_failed',
])

/** Sends what is in a box. Made in an injection context. */
export class MessageSender {
  readonly #channels = inject(ChannelService)
  readonly #t = inject(TranslationService).texts

  /**
   * Empties the box and sends what was in it. Refused for a reason that is up to the user, it is put
   * back with that reason, unless something new was written; otherwise the message stays in the list,
   * to be sent again. Returns why it was refused.
   */
  async send(
    { composer, keeper }: DraftedComposer,
    channel: Channel,
    parentId: string | undefined,
  ): Promise<ChatError | undefined> {
    const members = Object.values(channel.state.members).map(({ user }) => user)
    const mentioned = composer.mentioned(members)
    const content = composer.take()
    keeper.sent()
    try {
      await this.#sendAll(content, mentioned, parentId)
      releasePreviews(content.uploads)
      return undefined
    } catch (error) {
      if (!(error instanceof ChatError) || !PUT_BACK.has(error.errorName)) return undefined
      if (composer.isEmpty()) {
        forgetFailed(channel, error, parentId)
        composer.giveBack(content)
        composer.refuse(describeError(error, this.#t()))
      }
      return error
    }
  }

  /** One message; more of them where the addresses of its files have no room in one. */
  async #sendAll(
    { text, quoted, showInChannel, uploads }: ComposerContent,
    mentioned: UserResponse[],
    parentId: string | undefined,
  ): Promise<void> {
    const attachments = uploads.flatMap(({ attachment }) => (attachment ? [attachment] : []))
    const [first = [], ...others] = inMessages(attachments)
    const custom = parentId && showInChannel ? { show_in_channel: true } : {}
    const sending = [this.#channels.sendMessage(text.trim(), first, mentioned, parentId, quoted?.id, custom)]
    for (const each of others)
      sending.push(this.#channels.sendMessage('', each, [], parentId, undefined, custom))
    const [said] = await Promise.allSettled(sending)
    if (said?.status === 'rejected') throw said.reason
  }
}
