import type {
  MarkReadResponse,
  MessageReply,
  MessageRequest,
  MessagesReply,
  SendMessageRequest,
  ThreadPartialSet,
  ThreadReply,
} from '@parley/protocol'
import { MESSAGES_DEFAULT_LIMIT } from '@parley/protocol'
import { Call } from '../call.ts'
import type { Subscription } from '../emitter.ts'
import { get, patch, path } from '../net/rest.ts'
import type { Session } from '../session/session.ts'
import type { Channel } from './channel.ts'
import type { Feed } from './feed.ts'
import { currentOf, type LocalMessage, NO_MESSAGES } from './message-sets.ts'
import type { ThreadInfo } from './reduce-threads.ts'

/** A thread with its replies, kept up to date by the events of its channel. */
export interface ThreadState extends Partial<ThreadInfo> {
  /** The current set of replies, oldest first. */
  readonly replies: readonly LocalMessage[]
}

/** One thread, as the connected user sees it. Made by `client.queryThreads` or `client.getThread`. */
export class Thread {
  /** The parent's id. */
  readonly id: string
  readonly channel: Channel
  readonly #session: Session
  readonly #feed: Feed

  /** For `ChatClient`: ask that for threads. */
  constructor(session: Session, feed: Feed, channel: Channel, id: string) {
    this.id = id
    this.channel = channel
    this.#session = session
    this.#feed = feed
  }

  /** Title, participants, read state, replies. Another object after every change. */
  get state(): ThreadState {
    const { threadInfo, threads } = this.#feed.state
    return { ...threadInfo[this.id], replies: threads[this.id] ?? [] }
  }

  /** Calls back after every change of the channel's state. */
  subscribe(listener: (state: ThreadState) => void): Subscription {
    return this.#feed.onChange(() => listener(this.state))
  }

  /** Asks for the thread again. */
  reload(options: { reply_limit?: number; participant_limit?: number } = {}): Call<ThreadReply> {
    const query = { reply_limit: MESSAGES_DEFAULT_LIMIT, watch: false, ...options }
    return new Call(signal =>
      this.#session.query(async () => {
        const request = get(path('threads', this.id), query)
        const reply = await this.#session.request<ThreadReply>({ ...request, signal })
        this.#feed.acceptThread(reply.thread, query.reply_limit)
        return reply
      }),
    )
  }

  /** Sends a reply; it shows at once, as everything that `channel.sendMessage` sends. */
  sendMessage(
    message: MessageRequest,
    options: Omit<SendMessageRequest, 'message'> = {},
  ): Call<MessageReply> {
    return this.channel.sendMessage({ ...message, parent_id: this.id }, options)
  }

  /** The replies before the current ones. */
  loadOlder(limit = MESSAGES_DEFAULT_LIMIT): Call<MessagesReply> {
    const first = this.#current().messages[0]?.id
    return this.channel.getReplies(this.id, { limit, ...(first && { id_lt: first }) })
  }

  /** The replies after the current ones. */
  loadNewer(limit = MESSAGES_DEFAULT_LIMIT): Call<MessagesReply> {
    const last = this.#current().messages.at(-1)?.id
    return this.channel.getReplies(this.id, { limit, ...(last && { id_gt: last }) })
  }

  /** Every reply was read. */
  markRead(): Call<MarkReadResponse> {
    return this.channel.markRead({ thread_id: this.id })
  }

  /** Changes title and custom data. */
  updatePartial(change: { set?: ThreadPartialSet; unset?: readonly string[] }): Call<ThreadReply> {
    return new Call(async signal => {
      const request = patch(path('threads', this.id), change)
      const reply = await this.#session.request<ThreadReply>({ ...request, signal })
      const { custom, title, updated_at } = reply.thread
      const info = this.#feed.told.threadInfo[this.id]
      if (info && info.updated_at <= updated_at) {
        const threadInfo = {
          ...this.#feed.told.threadInfo,
          [this.id]: { ...info, custom, title, updated_at },
        }
        this.#feed.merge({ threadInfo })
      }
      return reply
    })
  }

  #current() {
    return currentOf(this.#feed.state.threadSets[this.id] ?? NO_MESSAGES)
  }
}
