import { DestroyRef, Injectable, inject } from '@angular/core'
import {
  type Attachment,
  type Channel,
  type ChannelList,
  type ChannelListOptions,
  type ChannelListState,
  ChatError,
  type Filter,
  type LocalMessage,
  type SortParam,
  type UserResponse,
} from '@parley/client'
import { batch, State } from '../state/state'
import type { Texts } from '../texts/texts'
import { ActiveChannel, type UnreadMarker } from './active-channel'
import { ChatClientService } from './chat-client-service'
import { changedMessageRequest, newMessageRequest } from './message-request'
import { NotificationService } from './notification-service'
import { quiet } from './quiet'
import { TranslationService } from './translation-service'
import { removeUpload, type UploadResult, uploadAll } from './uploads'

/** How the query of the channel list stands. */
export interface ChannelQueryState {
  state: 'in-progress' | 'success' | 'error'
  error?: ChatError
}

/** Where the message list should scroll to. Another object each time, also for the same message. */
export interface JumpTarget {
  messageId: string | 'latest'
  /** Set inside of a thread. */
  parentId?: string
}

const REPLIES_PER_PAGE = 25

/**
 * The list of channels, and the channel and thread that are open.
 *
 * What fails is said by `NotificationService` and rejects with the `ChatError`; who does not await it need not
 * catch it.
 */
@Injectable({ providedIn: 'root' })
export class ChannelService {
  readonly #chat = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)
  readonly #texts = inject(TranslationService).texts
  readonly #channels = new State<readonly Channel[] | undefined>(undefined)
  readonly #queryState = new State<ChannelQueryState | undefined>(undefined)
  readonly #hasMore = new State(false)
  readonly #active = new ActiveChannel()
  readonly #unread = new State<UnreadMarker | undefined>(undefined)
  readonly #toQuote = new State<LocalMessage | undefined>(undefined)
  readonly #toEdit = new State<LocalMessage | undefined>(undefined)
  readonly #jumpTarget = new State<JumpTarget | undefined>(undefined)
  #list: ChannelList | undefined

  /** In the order of the sort, as things are now; undefined before `init`. */
  readonly channels$ = this.#channels.changes$
  readonly channels = this.#channels.signal
  /** Undefined before `init`. */
  readonly channelQueryState$ = this.#queryState.changes$
  readonly channelQueryState = this.#queryState.signal
  readonly hasMoreChannels$ = this.#hasMore.changes$
  readonly hasMoreChannels = this.#hasMore.signal
  /** The channel that is open. */
  readonly activeChannel$ = this.#active.channel.changes$
  readonly activeChannel = this.#active.channel.signal
  /** Everything that is known of it; another object after every change. */
  readonly activeChannelState$ = this.#active.state.changes$
  readonly activeChannelState = this.#active.state.signal
  /** Oldest first: the newest ones, or those around the message that was jumped to. */
  readonly activeChannelMessages$ = this.#active.messages.changes$
  readonly activeChannelMessages = this.#active.messages.signal
  readonly pinnedMessages$ = this.#active.pinned.changes$
  readonly pinnedMessages = this.#active.pinned.signal
  /** The message whose thread is open, as it is now. */
  readonly activeParentMessage$ = this.#active.parent.changes$
  readonly activeParentMessage = this.#active.parent.signal
  /** The replies of the open thread, oldest first. */
  readonly activeThreadMessages$ = this.#active.replies.changes$
  readonly activeThreadMessages = this.#active.replies.signal
  /** Who types, never oneself; those in a thread are not among them. */
  readonly usersTypingInChannel$ = this.#active.typing.changes$
  readonly usersTypingInChannel = this.#active.typing.signal
  readonly usersTypingInThread$ = this.#active.typingInThread.changes$
  readonly usersTypingInThread = this.#active.typingInThread.signal
  /** Where unread messages began when the channel was opened; undefined when all was read. */
  readonly activeChannelUnread$ = this.#unread.changes$
  readonly activeChannelUnread = this.#unread.signal
  readonly messageToQuote$ = this.#toQuote.changes$
  readonly messageToQuote = this.#toQuote.signal
  readonly messageToEdit$ = this.#toEdit.changes$
  readonly messageToEdit = this.#toEdit.signal
  /** Where the message list should scroll to, and what it should highlight. */
  readonly jumpTarget$ = this.#jumpTarget.changes$
  readonly jumpTarget = this.#jumpTarget.signal

  constructor() {
    inject(DestroyRef).onDestroy(() => this.reset())
  }

  /**
   * Loads channels, watches them and keeps the list up to date; opens the first unless told otherwise.
   * @throws ChatError of the query, also in `channelQueryState$`
   */
  init(
    filters: Filter,
    sort: readonly SortParam[] = [],
    options: ChannelListOptions = {},
    shouldSetActiveChannel = true,
  ): Promise<readonly Channel[]> {
    return quiet(this.#init(filters, sort, options, shouldSetActiveChannel))
  }

  /** Forgets everything: the list, and the channel that is open. Call it before `disconnectUser`. */
  reset(): void {
    this.#list?.end()
    this.#list = undefined
    batch(() => {
      this.deselectActiveChannel()
      this.#channels.set(undefined)
      this.#queryState.set(undefined)
      this.#hasMore.set(false)
    })
  }

  /** The next page of the list; after a failure the page that failed. */
  loadMoreChannels(): Promise<void> {
    return quiet(this.#loadMoreChannels())
  }

  /** Opens a channel. */
  setAsActiveChannel(channel: Channel): void {
    if (channel === this.#active.channel.value) return
    batch(() => {
      this.#leaveChannel()
      this.#unread.set(unreadOf(channel))
      this.#active.follow(channel)
    })
  }

  /** Opens none. */
  deselectActiveChannel(): void {
    batch(() => {
      this.#leaveChannel()
      this.#active.follow(undefined)
    })
  }

  /** Opens the thread of a message and loads its newest replies; without a message closes it. */
  setAsActiveParentMessage(message: LocalMessage | undefined): Promise<void> {
    this.#active.openThread(message)
    if (!message) return Promise.resolve()
    return this.#attempt(
      t => t.loadMessagesFailed,
      async channel => {
        await channel.getReplies(message.id, { limit: REPLIES_PER_PAGE })
      },
    )
  }

  /** Shows a message above the input, to be quoted by the next one; undefined takes it away. */
  selectMessageToQuote(message: LocalMessage | undefined): void {
    this.#toQuote.set(message)
  }

  /** Puts a message into the input; undefined takes it away. */
  selectMessageToEdit(message: LocalMessage | undefined): void {
    this.#toEdit.set(message)
  }

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
    return this.#attempt(
      t => t.sendFailed,
      async channel => {
        const { message } = await channel.sendMessage(request)
        return { ...message, status: 'received' }
      },
    )
  }

  /** Sends a message again that failed; it is stored once. */
  resendMessage(message: LocalMessage): Promise<LocalMessage> {
    return this.#attempt(
      t => t.sendFailed,
      async channel => {
        const reply = await channel.retrySendMessage(message)
        return { ...reply.message, status: 'received' }
      },
    )
  }

  /** Replaces text, attachments, mentions and custom data. Shown at once, taken back when it is refused. */
  updateMessage(message: LocalMessage): Promise<LocalMessage> {
    return this.#attempt(
      t => t.editFailed,
      async () => {
        const reply = await this.#client().updateMessage(changedMessageRequest(message))
        return { ...reply.message, status: 'received' }
      },
    )
  }

  /** Deletes a message; one that failed is just forgotten. */
  deleteMessage(
    message: LocalMessage,
    options: { hard?: boolean; delete_for_me?: boolean } = {},
  ): Promise<void> {
    return this.#attempt(
      t => t.deleteFailed,
      async () => {
        await this.#client().deleteMessage(message.id, options)
      },
    )
  }

  /** Reacts, such as with `love`; `enforce_unique` takes one's other reactions back. */
  addReaction(messageId: string, type: string, options: { enforce_unique?: boolean } = {}): Promise<void> {
    return this.#attempt(
      t => t.reactionFailed,
      async channel => {
        await channel.sendReaction(messageId, { type }, options)
      },
    )
  }

  removeReaction(messageId: string, type: string): Promise<void> {
    return this.#attempt(
      t => t.reactionFailed,
      async channel => {
        await channel.deleteReaction(messageId, type)
      },
    )
  }

  /** The page before the messages that are shown, or behind them; nothing at the end. */
  loadMoreMessages(direction: 'older' | 'newer' = 'older'): Promise<void> {
    return this.#attempt(
      t => t.loadMessagesFailed,
      async channel => {
        await (direction === 'older' ? channel.loadOlder() : channel.loadNewer())
      },
    )
  }

  /** The same for the replies of the open thread. */
  loadMoreThreadReplies(direction: 'older' | 'newer' = 'older'): Promise<void> {
    return this.#attempt(
      t => t.loadMessagesFailed,
      async channel => {
        const parent = this.#active.parent.value
        if (!parent) return
        const edge = this.#active.replies.value.at(direction === 'older' ? 0 : -1)?.id
        const from = edge === undefined ? {} : direction === 'older' ? { id_lt: edge } : { id_gt: edge }
        await channel.getReplies(parent.id, { limit: REPLIES_PER_PAGE, ...from })
      },
    )
  }

  /** Loads what is around a message and scrolls there; with `parentId` to a reply, in its thread. */
  jumpToMessage(messageId: string | 'latest', parentId?: string): Promise<void> {
    return this.#attempt(
      t => t.jumpFailed,
      async channel => {
        if (parentId) await this.#jumpToReply(channel, messageId, parentId)
        else await channel.jumpTo(messageId)
        if (channel === this.#active.channel.value)
          this.#jumpTarget.set({ messageId, ...(parentId && { parentId }) })
      },
    )
  }

  /** Pins a message for everybody. */
  pinMessage(message: LocalMessage): Promise<void> {
    return this.#attempt(
      t => t.pinFailed,
      async () => {
        await this.#client().pinMessage(message)
      },
    )
  }

  unpinMessage(message: LocalMessage): Promise<void> {
    return this.#attempt(
      t => t.unpinFailed,
      async () => {
        await this.#client().unpinMessage(message)
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
    return this.#attempt(
      t => t.actionFailed,
      async channel => {
        const results = await uploadAll(channel, files, onProgress, signal)
        for (const { file, error } of results)
          if (error) this.#notifications.addError(error, this.#texts().uploadFailed(file.name))
        return results
      },
    )
  }

  /** Takes an uploaded file away that was not sent. */
  deleteAttachment(attachment: Attachment): Promise<void> {
    return this.#attempt(
      t => t.actionFailed,
      channel => removeUpload(channel, attachment),
    )
  }

  /** Members whose name or id begins like this, without oneself. */
  async autocompleteMembers(term: string): Promise<UserResponse[]> {
    const channel = this.#active.channel.value
    if (!channel) return []
    const ownId = this.#chat.user()?.id
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
    this.#active.channel.value?.keystroke(parentId)
  }

  typingStopped(parentId?: string): void {
    this.#active.channel.value?.stopTyping(parentId)
  }

  /** Everything in the open channel was read. By itself that is marked while the page is visible. */
  async markRead(): Promise<void> {
    await this.#active.channel.value?.markRead()
  }

  /** The message and everything later is unread again, until the channel is opened anew. */
  markUnread(messageId: string): Promise<void> {
    return this.#attempt(
      t => t.markUnreadFailed,
      async channel => {
        await channel.markUnread({ message_id: messageId })
      },
    )
  }

  /** Presses a button of a message that only the user sees. */
  sendAction(messageId: string, formData: Record<string, string>): Promise<void> {
    return this.#attempt(
      t => t.actionFailed,
      async channel => {
        await channel.sendAction(messageId, formData)
      },
    )
  }

  async #init(
    filters: Filter,
    sort: readonly SortParam[],
    options: ChannelListOptions,
    shouldSetActiveChannel: boolean,
  ): Promise<readonly Channel[]> {
    const list = this.#client().channels(filters, sort, options)
    this.#list?.end()
    this.#list = list
    list.subscribe(state => list === this.#list && this.#showList(state))
    const channels = await list.reload()
    const [first] = channels
    if (list === this.#list && first && shouldSetActiveChannel && !this.#active.channel.value)
      this.setAsActiveChannel(first)
    return channels
  }

  async #loadMoreChannels(): Promise<void> {
    const list = this.#list
    if (!list) return
    if (list.state.status === 'failed' && list.state.channels.length === 0) await list.reload()
    else await list.loadNextPage()
  }

  #showList({ channels, hasNext, status, error }: ChannelListState): void {
    batch(() => {
      if (status !== 'idle' && (status !== 'loading' || this.#channels.value || channels.length > 0))
        this.#channels.set(channels)
      this.#hasMore.set(hasNext)
      this.#queryState.set(
        status === 'idle'
          ? undefined
          : status === 'failed'
            ? { state: 'error', ...(error && { error }) }
            : { state: status === 'loading' ? 'in-progress' : 'success' },
      )
    })
  }

  #leaveChannel(): void {
    this.#toQuote.set(undefined)
    this.#toEdit.set(undefined)
    this.#jumpTarget.set(undefined)
    this.#unread.set(undefined)
  }

  async #jumpToReply(channel: Channel, messageId: string, parentId: string): Promise<void> {
    await channel.jumpTo(parentId)
    const parent = channel.state.messages.find(({ id }) => id === parentId)
    if (parent && channel === this.#active.channel.value) this.#active.openThread(parent)
    await channel.jumpTo(messageId, { parentId })
  }

  #client() {
    const client = this.#chat.chatClient
    if (client) return client
    throw usage('nobody is connected: call init of ChatClientService first', 'not_connected')
  }

  /** Does something in the open channel; a failure is said, unless the user went. */
  #attempt<T>(what: (t: Texts) => string, run: (channel: Channel) => Promise<T>): Promise<T> {
    return quiet(this.#tried(what, run))
  }

  async #tried<T>(what: (t: Texts) => string, run: (channel: Channel) => Promise<T>): Promise<T> {
    const channel = this.#active.channel.value
    try {
      if (!channel) throw usage('no channel is open: call setAsActiveChannel first', 'usage')
      return await run(channel)
    } catch (error) {
      this.#notifications.addError(error, what(this.#texts()))
      throw error
    }
  }
}

function usage(message: string, reason: string): ChatError {
  return new ChatError('internal', message, { details: { reason } })
}

function unreadOf(channel: Channel): UnreadMarker | undefined {
  const { unread_count: count } = channel.state
  return count > 0 ? { count } : undefined
}

function startsLike({ id, name = '' }: UserResponse, term: string): boolean {
  const wanted = term.trim().toLowerCase()
  const words = [id, name, ...name.split(/\s+/)]
  return words.some(word => word.toLowerCase().startsWith(wanted))
}
