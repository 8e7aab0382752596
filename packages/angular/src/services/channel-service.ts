import { DestroyRef, Injectable, inject } from '@angular/core'
import type {
  Channel,
  ChannelListOptions,
  ClientEvent,
  Filter,
  LocalMessage,
  SortParam,
} from '@parley/client'
import { channelTitle } from '../format/channel-title'
import { batch, State } from '../state/state'
import { ActiveChannel } from './active-channel'
import { ChannelActions } from './channel-actions'
import { type ChannelNews, channelNews } from './channel-news'
import { LiveChannels } from './live-channels'
import { PageVisibility } from './page-visibility'
import { quiet } from './quiet'
import { ReadMarks } from './read-marks'

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
export class ChannelService extends ChannelActions {
  readonly #visibility = inject(PageVisibility)
  readonly #list = new LiveChannels()
  readonly #active = new ActiveChannel()
  readonly #marks = new ReadMarks(() => ({
    ownId: this.chat.user()?.id,
    isVisible: this.#visibility.isVisible(),
    parentId: this.#active.parent.value?.id,
  }))
  readonly #toQuote = new State<LocalMessage | undefined>(undefined)
  readonly #toEdit = new State<LocalMessage | undefined>(undefined)
  readonly #jumpTarget = new State<JumpTarget | undefined>(undefined)

  /** In the order of the sort, as things are now; undefined before `init`. */
  readonly channels$ = this.#list.channels.changes$
  readonly channels = this.#list.channels.signal
  /** Undefined before `init`. */
  readonly channelQueryState$ = this.#list.queryState.changes$
  readonly channelQueryState = this.#list.queryState.signal
  readonly hasMoreChannels$ = this.#list.hasMore.changes$
  readonly hasMoreChannels = this.#list.hasMore.signal
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
  readonly activeChannelUnread$ = this.#marks.marker.changes$
  readonly activeChannelUnread = this.#marks.marker.signal
  readonly messageToQuote$ = this.#toQuote.changes$
  readonly messageToQuote = this.#toQuote.signal
  readonly messageToEdit$ = this.#toEdit.changes$
  readonly messageToEdit = this.#toEdit.signal
  /** Where the message list should scroll to, and what it should highlight. */
  readonly jumpTarget$ = this.#jumpTarget.changes$
  readonly jumpTarget = this.#jumpTarget.signal

  constructor() {
    super()
    const heard = [
      this.chat.events$.subscribe(event => this.#hear(event)),
      this.chat.user$.subscribe(user => user || this.reset()),
      this.#active.state.changes$.subscribe(() => this.#marks.look()),
      this.#active.parent.changes$.subscribe(() => this.#marks.look()),
      this.#visibility.isVisible$.subscribe(() => this.#marks.look()),
    ]
    inject(DestroyRef).onDestroy(() => {
      for (const subscription of heard) subscription.unsubscribe()
      this.reset()
    })
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
    batch(() => {
      this.deselectActiveChannel()
      this.#list.clear()
    })
  }

  /** The next page of the list; after a failure the page that failed. */
  loadMoreChannels(): Promise<void> {
    return quiet(this.#list.loadMore())
  }

  /** Opens a channel. One that is not watched yet is watched from now on. */
  setAsActiveChannel(channel: Channel): void {
    if (channel === this.open) return
    this.#open(channel)
    if (!channel.isWatching) void this.#watch()
  }

  /** Opens none. */
  deselectActiveChannel(): void {
    if (this.open) this.#open(undefined)
  }

  /** Opens the thread of a message and loads its newest replies; without a message closes it. */
  setAsActiveParentMessage(message: LocalMessage | undefined): Promise<void> {
    this.#active.openThread(message)
    if (!message) return Promise.resolve()
    return this.attempt(
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

  /** The page before the messages that are shown, or behind them; nothing at the end. */
  loadMoreMessages(direction: 'older' | 'newer' = 'older'): Promise<void> {
    return this.attempt(
      t => t.loadMessagesFailed,
      async channel => {
        await (direction === 'older' ? channel.loadOlder() : channel.loadNewer())
      },
    )
  }

  /** The same for the replies of the open thread. */
  loadMoreThreadReplies(direction: 'older' | 'newer' = 'older'): Promise<void> {
    return this.attempt(
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
  override jumpToMessage(messageId: string | 'latest', parentId?: string): Promise<void> {
    return this.attempt(
      t => t.jumpFailed,
      async channel => {
        if (parentId) await this.#jumpToReply(channel, messageId, parentId)
        else await channel.jumpTo(messageId)
        if (channel === this.open) this.#jumpTarget.set({ messageId, ...(parentId && { parentId }) })
      },
    )
  }

  /** Everything in the open channel was read. By itself that is marked while the page is visible. */
  markRead(): Promise<void> {
    return quiet(this.#marks.markRead())
  }

  /** The message and everything later is unread again, until the channel is opened anew. */
  markUnread(messageId: string): Promise<void> {
    return this.attempt(
      t => t.markUnreadFailed,
      async channel => {
        this.#marks.keepUnread()
        await channel.markUnread({ message_id: messageId })
      },
    )
  }

  async #init(
    filters: Filter,
    sort: readonly SortParam[],
    options: ChannelListOptions,
    shouldSetActiveChannel: boolean,
  ): Promise<readonly Channel[]> {
    const channels = await this.#list.load(this.client(), filters, sort, options)
    const [first] = channels ?? []
    if (first && shouldSetActiveChannel && !this.open) this.setAsActiveChannel(first)
    return channels ?? []
  }

  protected override get open(): Channel | undefined {
    return this.#active.channel.value
  }

  #watch(): Promise<void> {
    return this.attempt(
      t => t.loadMessagesFailed,
      async channel => {
        await channel.watch({ presence: true })
      },
    )
  }

  #open(channel: Channel | undefined): void {
    batch(() => {
      this.#toQuote.set(undefined)
      this.#toEdit.set(undefined)
      this.#jumpTarget.set(undefined)
      this.#marks.open(channel)
      this.#active.follow(channel)
    })
  }

  /** What happens to the open channel is said, and it is closed when it is gone. */
  #hear(event: ClientEvent): void {
    this.#dropGone(event)
    const channel = this.open
    const news = channel && channelNews(event, channel, this.chat.user()?.id)
    if (!channel || !news) return
    if (news.outcome === 'doubtful') void this.#closeUnlessReadable(channel, news)
    else this.#tell(channel, news)
  }

  /** What is gone can be neither quoted nor edited, and has no thread. */
  #dropGone(event: ClientEvent): void {
    if (!('cid' in event) || event.cid !== this.open?.cid) return
    const { type, message, hard_delete } = event as GoneEvent
    const isGone = (known: LocalMessage | undefined) =>
      known !== undefined && (type === 'channel.truncated' || message?.id === known.id)
    if (type !== 'channel.truncated' && type !== 'message.deleted') return
    if (isGone(this.#toQuote.value)) this.#toQuote.set(undefined)
    if (isGone(this.#toEdit.value)) this.#toEdit.set(undefined)
    if (isGone(this.activeParentMessage()) && (hard_delete || type === 'channel.truncated'))
      this.#active.openThread(undefined)
  }

  #tell(channel: Channel, { outcome, type, text }: ChannelNews): void {
    const title = channelTitle(channel.state, this.chat.user()?.id)
    this.notifications.add(text(this.texts(), title), { type })
    if (outcome !== 'open') this.deselectActiveChannel()
  }

  /** NOTE: asked by a query, which does not create a channel that is gone. */
  async #closeUnlessReadable(channel: Channel, news: ChannelNews): Promise<void> {
    const bare = { state: false, watch: false, message_limit: 0, member_limit: 0 }
    const client = this.client()
    const isReadable = await client.queryChannels({ cid: channel.cid ?? '' }, [], bare).then(
      found => found.length > 0,
      error => error.statusCode !== 403,
    )
    if (!isReadable && channel === this.open) this.#tell(channel, news)
  }

  async #jumpToReply(channel: Channel, messageId: string, parentId: string): Promise<void> {
    await channel.jumpTo(parentId)
    const parent = channel.state.messages.find(({ id }) => id === parentId)
    if (parent && channel === this.open) this.#active.openThread(parent)
    await channel.jumpTo(messageId, { parentId })
  }
}

/** Of an event that takes messages away. */
interface GoneEvent {
  type: string
  message?: { id: string }
  hard_delete?: boolean
}
