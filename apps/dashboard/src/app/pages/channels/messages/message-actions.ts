import { Injectable, inject } from '@angular/core'
import { MatDialog } from '@angular/material/dialog'
import type { MessageHistoryEntry, MessageResponse } from '@parley/client'
import { path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { Ask } from '../../../ui/ask'
import { Toasts } from '../../../ui/toasts'

interface Reply {
  readonly message: MessageResponse
}

/** What operators do to a message. Answers its new state; undefined when nothing was done, which was told. */
@Injectable({ providedIn: 'root' })
export class MessageActions {
  readonly #chat = inject(ChatApi)
  readonly #dialog = inject(MatDialog)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)

  /** With what it said before it was deleted. */
  read(id: string): Promise<MessageResponse | undefined> {
    return this.#try('Show the message', () =>
      this.#chat.get<Reply>(path`/messages/${id}`, undefined, { show_deleted_message: 'true' }),
    )
  }

  async edit(message: MessageResponse): Promise<MessageResponse | undefined> {
    const { openEditMessage } = await import('./edit-message')
    return openEditMessage(this.#dialog, message)
  }

  pin(message: MessageResponse): Promise<MessageResponse | undefined> {
    const body = { set: { pinned: !message.pinned }, user_id: message.user_id }
    return this.#try(message.pinned ? 'Unpin the message' : 'Pin the message', () =>
      this.#chat.put<Reply>(path`/messages/${message.id}`, body),
    )
  }

  async remove(message: MessageResponse): Promise<MessageResponse | undefined> {
    const isAgreed = await this.#ask.confirm({
      heading: 'Delete this message?',
      text: 'Users see that it was deleted. What it said is kept, and you can restore it.',
      action: 'Delete message',
      isDangerous: true,
    })
    if (!isAgreed) return undefined
    return this.#try('Delete the message', () => this.#chat.delete<Reply>(path`/messages/${message.id}`))
  }

  /** Whether it is gone. */
  async erase(message: MessageResponse): Promise<boolean> {
    const isAgreed = await this.#ask.confirm({
      heading: 'Delete this message for good?',
      text: 'It disappears for everybody, with its reactions and its replies. It can’t be brought back.',
      action: 'Delete for good',
      isDangerous: true,
    })
    if (!isAgreed) return false
    const gone = await this.#try('Delete the message for good', () =>
      this.#chat.delete<Reply>(path`/messages/${message.id}`, { hard: true }),
    )
    return gone !== undefined
  }

  restore(message: MessageResponse): Promise<MessageResponse | undefined> {
    return this.#try('Restore the message', () =>
      this.#chat.post<Reply>(path`/messages/${message.id}/undelete`, { undeleted_by: message.user_id }),
    )
  }

  async showRaw(message: MessageResponse): Promise<void> {
    const { openRaw } = await import('../raw-dialog')
    openRaw(this.#dialog, `Message ${message.id}`, message)
  }

  /** What it said before each of its changes, the latest first. */
  async showVersions({ id }: MessageResponse): Promise<void> {
    try {
      const body = { filter: { message_id: id }, limit: 25 }
      const found = await this.#chat.post<{ message_history: MessageHistoryEntry[] }>(
        '/messages/history',
        body,
      )
      const versions = found.message_history.map(
        ({ text, message_updated_at, message_updated_by_id, attachments }) => ({
          text,
          until: message_updated_at,
          by: message_updated_by_id,
          ...(attachments.length > 0 && { attachments }),
        }),
      )
      const { openRaw } = await import('../raw-dialog')
      openRaw(this.#dialog, 'What it said before', versions)
    } catch (error) {
      this.#toasts.failed(error, 'Show earlier versions')
    }
  }

  async #try(what: string, ask: () => Promise<Reply>): Promise<MessageResponse | undefined> {
    try {
      return (await ask()).message
    } catch (error) {
      this.#toasts.failed(error, what)
      return undefined
    }
  }
}
