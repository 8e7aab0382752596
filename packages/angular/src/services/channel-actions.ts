import { inject } from '@angular/core'
import {
  type Attachment,
  type Channel,
  type ChatClient,
  ChatError,
  type LocalMessage,
  type UserResponse,
} from '@parley/client'
import type { Texts } from '../texts/texts'
import { ChatClientService } from './chat-client-service'
import { changedMessageRequest, newMessageRequest } from './message-request'
import { NotificationService } from './notification-service'
import { quiet } from './quiet'
import { TranslationService } from './translation-service'
import { showsLatest } from './unread-marker'
import { removeUpload, type UploadResult, uploadAll } from './uploads'

/** What the user can do in the open channel. What fails is said, and rejects. */
export abstract class ChannelActions {
  protected readonly chat = inject(ChatClientService)
  protected readonly notifications = inject(NotificationService)
  protected readonly texts = inject(TranslationService).texts

  /** The channel that is open. */
  protected abstract readonly open: Channel | undefined

  /** Loads what is around a message and scrolls there; with `parentId` to a reply, in its thread. */
  abstract jumpToMessage(messageId: string | 'latest', parentId?: string): Promise<void>

  /**
   * Sends a message to the open channel. It shows at once, and without a connection waits for one; when it is
   * refused it stays, as `failed`.
   */
  sendMessage(
    text: string,
    attachments: readonly Attachment[] = [],
    mentionedUsers: readonly UserResponse[] = [],
    parentId?: string,
    quotedMessageId?: string,
    customData: Record<string, unknown> = {},
  ): Promise<LocalMessage> {
    const request = newMessageRequest(
      text,
      attachments,
      mentionedUsers,
      parentId,
      quotedMessageId,
      customData,
    )
    return this.attempt(
      t => t.sendFailed,
      async channel => {
        if (!parentId && !showsLatest(channel.state)) void this.jumpToMessage('latest')
        const { message } = await channel.sendMessage(request)
        return { ...message, status: 'received' }
      },
    )
  }

  /** Sends a message again that failed; it is stored once. */
  resendMessage(message: LocalMessage): Promise<LocalMessage> {
    return this.attempt(
      t => t.sendFailed,
      async channel => {
        const reply = await channel.retrySendMessage(message)
        return { ...reply.message, status: 'received' }
      },
    )
  }

  /** Replaces text, attachments, mentions and custom data. Shown at once, taken back when it is refused. */
  updateMessage(message: LocalMessage): Promise<LocalMessage> {
    return this.attempt(
      t => t.editFailed,
      async () => {
        const reply = await this.client().updateMessage(changedMessageRequest(message))
        return { ...reply.message, status: 'received' }
      },
    )
  }

  /** Deletes a message; one that failed is just forgotten. */
  deleteMessage(
    message: LocalMessage,
    options: { hard?: boolean; delete_for_me?: boolean } = {},
  ): Promise<void> {
    return this.attempt(
      t => t.deleteFailed,
      async () => {
        await this.client().deleteMessage(message.id, options)
      },
    )
  }

  /** Reacts, such as with `love`; `enforce_unique` takes one's other reactions back. */
  addReaction(messageId: string, type: string, options: { enforce_unique?: boolean } = {}): Promise<void> {
    return this.attempt(
      t => t.reactionFailed,
      async channel => {
        await channel.sendReaction(messageId, { type }, options)
      },
    )
  }

  removeReaction(messageId: string, type: string): Promise<void> {
    return this.attempt(
      t => t.reactionFailed,
      async channel => {
        await channel.deleteReaction(messageId, type)
      },
    )
  }

  /** Pins a message for everybody. */
  pinMessage(message: LocalMessage): Promise<void> {
    return this.attempt(
      t => t.pinFailed,
      async () => {
        await this.client().pinMessage(message)
      },
    )
  }

  unpinMessage(message: LocalMessage): Promise<void> {
    return this.attempt(
      t => t.unpinFailed,
      async () => {
        await this.client().unpinMessage(message)
      },
    )
  }

  /**
   * Uploads files, each on its own; the results are in their order. `onProgress` is told from 0 to 1.
   * One that fails is said and has an `error`; the call itself does not reject for it.
   */
  uploadAttachments(
    files: readonly File[],
    onProgress: (file: File, fraction: number) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<UploadResult[]> {
    return this.attempt(
      t => t.actionFailed,
      async channel => {
        const results = await uploadAll(channel, files, onProgress, signal)
        for (const { file, error } of results)
          if (error) this.notifications.addError(error, this.texts().uploadFailed(file.name))
        return results
      },
    )
  }

  /** Takes an uploaded file away that was not sent. */
  deleteAttachment(attachment: Attachment): Promise<void> {
    return this.attempt(
      t => t.actionFailed,
      channel => removeUpload(channel, attachment),
    )
  }

  /** Members whose name or id begins like this, without oneself. */
  async autocompleteMembers(term: string): Promise<UserResponse[]> {
    const channel = this.open
    if (!channel) return []
    const ownId = this.chat.user()?.id
    const known = Object.values(channel.state.members)
    const isComplete = known.length >= (channel.data?.member_count ?? 0)
    const filter = term.trim() ? { name: { $autocomplete: term.trim() } } : {}
    const members = isComplete
      ? known.filter(({ user }) => startsLike(user, term))
      : (await channel.queryMembers(filter, [], { limit: 30 })).members
    return members.map(({ user }) => user).filter(({ id }) => id !== ownId)
  }

  /** Call it for every key that is pressed. */
  typingStarted(parentId?: string): void {
    this.open?.keystroke(parentId)
  }

  typingStopped(parentId?: string): void {
    this.open?.stopTyping(parentId)
  }

  /** Presses a button of a message that only the user sees. */
  sendAction(messageId: string, formData: Record<string, string>): Promise<void> {
    return this.attempt(
      t => t.actionFailed,
      async channel => {
        await channel.sendAction(messageId, formData)
      },
    )
  }

  protected client(): ChatClient {
    const client = this.chat.chatClient
    if (client) return client
    throw usage('nobody is connected: call init of ChatClientService first', 'not_connected')
  }

  /** Does something in the open channel; a failure is said, unless the user went. */
  protected attempt<T>(what: (t: Texts) => string, run: (channel: Channel) => Promise<T>): Promise<T> {
    return quiet(this.#tried(what, run))
  }

  async #tried<T>(what: (t: Texts) => string, run: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = this.open
    try {
      if (!channel) throw usage('no channel is open: call setAsActiveChannel first', 'usage')
      return await run(channel)
    } catch (error) {
      this.notifications.addError(error, what(this.texts()))
      throw error
    }
  }
}

function usage(message: string, reason: string): ChatError {
  return new ChatError('internal', message, { details: { reason } })
}

function startsLike({ id, name = '' }: UserResponse, term: string): boolean {
  const wanted = term.trim().toLowerCase()
  const words = [id, name, ...name.split(/\s+/)]
  return words.some(word => word.toLowerCase().startsWith(wanted))
}
