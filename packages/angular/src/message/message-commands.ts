import { DOCUMENT } from '@angular/common'
import { Injectable, inject } from '@angular/core'
import type { AttachmentAction, LocalMessage } from '@parley/client'
import { userName } from '../format/user-name'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import { ConfirmDialog } from './confirm-dialog'
import type { MessageAction } from './message-actions'

/** Does what is chosen for a message; says so where it does not show, and when it failed. */
@Injectable({ providedIn: 'root' })
export class MessageCommands {
  readonly #channels = inject(ChannelService)
  readonly #chat = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)
  readonly #confirm = inject(ConfirmDialog)
  readonly #document = inject(DOCUMENT)
  readonly #t = inject(TranslationService).texts

  /** Never rejects: what `ChannelService` fails to do it says itself. */
  async run(action: Exclude<MessageAction, 'react'>, message: LocalMessage): Promise<void> {
    const commands: Record<typeof action, () => unknown> = {
      reply: () => this.#channels.setAsActiveParentMessage(message),
      quote: () => this.#channels.selectMessageToQuote(message),
      edit: () => this.#channels.selectMessageToEdit(message),
      copy: () => this.#copy(message.text),
      pin: () => this.#channels.pinMessage(message),
      unpin: () => this.#channels.unpinMessage(message),
      'mark-unread': () => this.#channels.markUnread(message.id),
      flag: () => this.#flag(message),
      mute: () => this.#mute(message, true),
      unmute: () => this.#mute(message, false),
      retry: () => this.#channels.resendMessage(message),
      delete: () => this.#delete(message),
    }
    await quietly(commands[action])
  }

  /** Gives a reaction, or takes back one's own. */
  async toggleReaction(type: string, { id, own_reactions }: LocalMessage): Promise<void> {
    const isOwn = own_reactions.some(reaction => reaction.type === type)
    await quietly(() =>
      isOwn ? this.#channels.removeReaction(id, type) : this.#channels.addReaction(id, type),
    )
  }

  /** Presses a button of an attachment. */
  async press({ name, value = '' }: AttachmentAction, { id }: LocalMessage): Promise<void> {
    await quietly(() => this.#channels.sendAction(id, { [name]: value }))
  }

  #copy(text: string): Promise<void> {
    return this.#say(async () => {
      await this.#document.defaultView?.navigator.clipboard.writeText(text)
      return this.#t().messageCopied
    }, this.#t().actionFailed)
  }

  #flag({ id }: LocalMessage): Promise<void> {
    return this.#say(async () => {
      await this.#chat.flagMessage(id)
      return this.#t().messageFlagged
    }, this.#t().flagFailed)
  }

  #mute({ user, user_id }: LocalMessage, isOn: boolean): Promise<void> {
    const name = userName(user) || user_id
    return this.#say(async () => {
      const client = this.#chat.chatClient
      await (isOn ? client?.muteUser(user_id) : client?.unmuteUser(user_id))
      return isOn ? this.#t().userMuted(name) : this.#t().userUnmuted(name)
    }, this.#t().actionFailed)
  }

  async #delete(message: LocalMessage): Promise<void> {
    const t = this.#t()
    const question = { title: t.deleteMessage, text: t.deleteMessageSure, yes: t.delete }
    if (message.status === 'failed' || (await this.#confirm.ask(question)))
      await this.#channels.deleteMessage(message)
  }

  /** Says what was done, or that it failed. */
  async #say(command: () => Promise<string>, whatFailed: string): Promise<void> {
    try {
      this.#notifications.add(await command(), { type: 'success' })
    } catch (error) {
      this.#notifications.addError(error, whatFailed)
    }
  }
}

/** For what says its failures itself. */
async function quietly(command: () => unknown): Promise<void> {
  try {
    await command()
  } catch {}
}
