import type {
  EmptyResponse,
  EventRequest,
  ExportUserResponse,
  TaskStartedResponse,
  UnreadBatchResponse,
  UserPartialUpdate,
  UserReply,
  UserRequest,
  UsersByIdResponse,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { del, get, patch, path, post } from '../net/rest.ts'
import { ServerApi } from './server-api.ts'

/** How one user is deleted. */
export interface DeleteUserOptions {
  mark_messages_deleted?: boolean
  hard_delete?: boolean
  delete_conversation_channels?: boolean
}

/** How users are deleted; what is not named stays. Hard users take hard messages along. */
export interface DeleteUsersOptions {
  user?: 'soft' | 'pruning' | 'hard'
  messages?: 'soft' | 'pruning' | 'hard'
  /** Channels of two. */
  conversations?: 'soft' | 'hard'
  /** Who gets the channels of those who are deleted for good. */
  new_channel_owner_id?: string
}

/** What goes along when a user is deactivated. */
export interface DeactivateUserOptions {
  mark_messages_deleted?: boolean
  mark_channels_deleted?: boolean
  created_by_id?: string
}

/** What comes back along when a user is reactivated. */
export interface ReactivateUserOptions {
  restore_messages?: boolean
  restore_channels?: boolean
  created_by_id?: string
}

/** A moment: a date, RFC 3339, or null for never. */
export type When = Date | string | null

/** Users as only a backend may change them. */
export abstract class UserAdmin extends ServerApi {
  /** Stores users; each replaces what was stored of it. At most 100. */
  upsertUsers(users: readonly UserRequest[]): Call<UsersByIdResponse> {
    const byId = Object.fromEntries(users.map(user => [user.id, user]))
    return this.call({ ...post('users', { users: byId }), repeatable: true })
  }

  upsertUser(user: UserRequest): Call<UsersByIdResponse> {
    return this.upsertUsers([user])
  }

  /** Changes some of the data of users. */
  partialUpdateUsers(users: readonly UserPartialUpdate[]): Call<UsersByIdResponse> {
    return this.call(patch('users', { users }))
  }

  partialUpdateUser(user: UserPartialUpdate): Call<UsersByIdResponse> {
    return this.partialUpdateUsers([user])
  }

  /** Deletes a user; without `hard_delete` the user can be restored. */
  deleteUser(userId: string, options: DeleteUserOptions = {}): Call<UserReply> {
    return this.call(del(path('users', userId), { ...options }))
  }

  /** Deletes users in the background, at most 100. */
  deleteUsers(user_ids: readonly string[], options: DeleteUsersOptions = {}): Call<TaskStartedResponse> {
    return this.call(post('users/delete', { user_ids, ...options }))
  }

  /** Undoes soft deletions; what the users had written stays deleted. */
  restoreUsers(user_ids: readonly string[]): Call<EmptyResponse> {
    return this.call(post('users/restore', { user_ids }))
  }

  /** The user is disconnected at once and can't connect until reactivated. */
  deactivateUser(userId: string, options: DeactivateUserOptions = {}): Call<UserReply> {
    return this.call(post(path('users', userId, 'deactivate'), options))
  }

  deactivateUsers(
    user_ids: readonly string[],
    options: DeactivateUserOptions = {},
  ): Call<TaskStartedResponse> {
    return this.call(post('users/deactivate', { user_ids, ...options }))
  }

  reactivateUser(userId: string, options: ReactivateUserOptions & { name?: string } = {}): Call<UserReply> {
    return this.call(post(path('users', userId, 'reactivate'), options))
  }

  reactivateUsers(
    user_ids: readonly string[],
    options: ReactivateUserOptions = {},
  ): Call<TaskStartedResponse> {
    return this.call(post('users/reactivate', { user_ids, ...options }))
  }

  /** Everything of one user: at most 10,000 messages. */
  exportUser(userId: string): Call<ExportUserResponse> {
    return this.call(get(path('users', userId, 'export')))
  }

  /** Everything of up to 25 users, as a file. */
  exportUsers(user_ids: readonly string[]): Call<TaskStartedResponse> {
    return this.call(post('export/users', { user_ids }))
  }

  /** An event of the app's own to all connections of a user. */
  sendUserCustomEvent(userId: string, event: EventRequest): Call<EmptyResponse> {
    return this.call(post(path('users', userId, 'event'), { event }))
  }

  /** Tokens of the user that were issued before are refused, those in use now too; null undoes it. */
  revokeUserToken(userId: string, before: When = new Date()): Call<UsersByIdResponse> {
    return this.revokeUsersTokens([userId], before)
  }

  revokeUsersTokens(userIds: readonly string[], before: When = new Date()): Call<UsersByIdResponse> {
    return this.partialUpdateUsers(userIds.map(id => ({ id, set: { revoke_tokens_issued_before: before } })))
  }

  /** Unread counts of up to 100 users at once. */
  getUnreadCountBatch(user_ids: readonly string[]): Call<UnreadBatchResponse> {
    return this.call({ ...post('unread_batch', { user_ids }), repeatable: true })
  }
}
