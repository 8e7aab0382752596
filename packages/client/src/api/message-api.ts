import type {
  DeleteMessageOptions,
  EmptyResponse,
  Filter,
  MessageReply,
  MessageRequest,
  PartialUpdate,
  QueryDraftsRequest,
  QueryDraftsResponse,
  QueryReactionsRequest,
  QueryReactionsResponse,
  QueryRemindersRequest,
  QueryRemindersResponse,
  ReminderReply,
  ReminderRequest,
  SearchResponse,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { del, get, patch, path, post, put } from '../net/rest.ts'
import { ModerationApi } from './moderation-api.ts'
import { type SearchOptions, searchRequest } from './search.ts'

/** Messages by their ids, and what hangs on them: reactions, pins, reminders, drafts. */
export abstract class MessageApi extends ModerationApi {
  getMessage(id: string): Call<MessageReply> {
    return this.call(get(path('messages', id)))
  }

  /** Replaces text, attachments, mentions and custom data. */
  updateMessage(message: MessageRequest & { id: string }): Call<MessageReply> {
    return this.call(post(path('messages', message.id), { message }))
  }

  /** Changes some of a message; `set: { pinned: true }` pins it. */
  partialUpdateMessage(id: string, change: PartialUpdate): Call<MessageReply> {
    return this.call(put(path('messages', id), change))
  }

  /** Deletes a message: for everybody, keeping nothing (`hard`), or for oneself (`delete_for_me`). */
  deleteMessage(id: string, options: DeleteMessageOptions | boolean = {}): Call<MessageReply> {
    return this.call(
      del(path('messages', id), typeof options === 'boolean' ? { hard: options } : { ...options }),
    )
  }

  /** Pins a message for everybody: for good, for so many seconds, or until then. */
  pinMessage(message: string | { id: string }, until?: number | string | Date | null): Call<MessageReply> {
    const pin_expires =
      typeof until === 'number' ? new Date(Date.now() + until * 1000) : until === undefined ? null : until
    return this.partialUpdateMessage(idOf(message), { set: { pinned: true, pin_expires } })
  }

  unpinMessage(message: string | { id: string }): Call<MessageReply> {
    return this.partialUpdateMessage(idOf(message), { set: { pinned: false } })
  }

  /** The text in another language, where the server has a translator. */
  translateMessage(id: string, language: string): Call<MessageReply> {
    return this.call(post(path('messages', id, 'translate'), { language }))
  }

  /** Reactions to a message that match, page by page. */
  queryReactions(
    messageId: string,
    filter: Filter = {},
    sort: NonNullable<QueryReactionsRequest['sort']> = [],
    options: Omit<QueryReactionsRequest, 'filter' | 'sort'> = {},
  ): Call<QueryReactionsResponse> {
    const body = { filter, sort, ...options }
    return this.call({ ...post(path('messages', messageId, 'reactions'), body), repeatable: true })
  }

  /** Messages with all of these words, or matching a filter, in channels that match. */
  search(channelFilter: Filter, query: string | Filter, options: SearchOptions = {}): Call<SearchResponse> {
    return this.call(searchRequest(channelFilter, query, options))
  }

  /** One's own drafts, the newest first. */
  queryDrafts(options: QueryDraftsRequest = {}): Call<QueryDraftsResponse> {
    return this.call({ ...post('drafts/query', options), repeatable: true })
  }

  /** Comes back to a message: with `remind_at` by an event, without as a bookmark. */
  createReminder(messageId: string, options: ReminderRequest = {}): Call<ReminderReply> {
    return this.call(post(path('messages', messageId, 'reminders'), options))
  }

  /** Changes when; without `remind_at` it becomes a bookmark. */
  updateReminder(messageId: string, options: ReminderRequest = {}): Call<ReminderReply> {
    return this.call(patch(path('messages', messageId, 'reminders'), options))
  }

  deleteReminder(messageId: string): Call<EmptyResponse> {
    return this.call(del(path('messages', messageId, 'reminders')))
  }

  /** One's own reminders, the next one first. */
  queryReminders(options: QueryRemindersRequest = {}): Call<QueryRemindersResponse> {
    return this.call({ ...post('reminders/query', options), repeatable: true })
  }
}

function idOf(message: string | { id: string }): string {
  return typeof message === 'string' ? message : message.id
}
