import { Injectable, inject } from '@angular/core'
import type {
  Ban,
  FutureChannelBan,
  QueryBannedUsersResponse,
  QueryFutureChannelBansResponse,
  UserResponse,
} from '@parley/client'
import { ChatApi } from '../api/chat-api'

/** A ban that is to be. */
export interface BanOrder {
  readonly userId: string
  /** Undefined: from the whole app. */
  readonly cid: string | undefined
  /** 0: for good. */
  readonly minutes: number
  readonly reason: string
  readonly isShadow: boolean
  /** Also from the addresses they came from; of the whole app only. */
  readonly hasAddresses: boolean
  /** What they wrote there: shown as deleted, or gone for good; '': it stays. */
  readonly deletes: '' | 'soft' | 'hard'
}

/** Which bans are wanted. */
export interface BanFilter {
  readonly userId: string
  readonly cid: string
  readonly limit: number
  /** `created_at` of the last one of the page before; offsets would be slow far down, and shift with each ban. */
  readonly before: string | undefined
}

const FOUND_USERS = 8

/** Bans of the current app. */
@Injectable({ providedIn: 'root' })
export class Bans {
  readonly #chat = inject(ChatApi)

  ban({ userId, cid, minutes, reason, isShadow, hasAddresses, deletes }: BanOrder): Promise<unknown> {
    return this.#chat.post('/moderation/ban', {
      target_user_id: userId,
      ...placeOf(cid),
      ...(minutes > 0 && { timeout: minutes }),
      ...(reason !== '' && { reason }),
      ...(isShadow && { shadow: true }),
      ...(hasAddresses && cid === undefined && { ip_ban: true }),
      ...(deletes !== '' && { delete_messages: deletes }),
    })
  }

  lift(userId: string, cid: string | undefined): Promise<unknown> {
    return this.#chat.delete('/moderation/ban', { target_user_id: userId, ...placeOf(cid) })
  }

  /**
   * Lets them be in channels that this person makes from now on. With it goes their ban from the whole app,
   * if there is one: the API lifts both at once.
   */
  liftFuture(userId: string, createdBy: string): Promise<unknown> {
    return this.#chat.delete('/moderation/ban', {
      target_user_id: userId,
      remove_future_channels_ban: true,
      created_by: createdBy,
    })
  }

  async isBannedEverywhere(userId: string): Promise<boolean> {
    const { users } = await this.#chat.get<{ users: UserResponse[] }>('/users', {
      filter_conditions: { id: userId },
      include_deactivated_users: true,
      limit: 1,
    })
    return users.some(({ banned, shadow_banned }) => banned || shadow_banned === true)
  }

  /** The newest first. */
  async find({ userId, cid, limit, before }: BanFilter): Promise<readonly Ban[]> {
    const { bans } = await this.#chat.get<QueryBannedUsersResponse>('/query_banned_users', {
      filter_conditions: {
        ...(userId !== '' && { user_id: userId }),
        ...(cid !== '' && { channel_cid: cid }),
        ...(before !== undefined && { created_at: { $lt: before } }),
      },
      sort: [{ field: 'created_at', direction: -1 }],
      limit,
    })
    return bans
  }

  /** From channels yet to be made, the oldest first. */
  async findFuture(offset: number, limit: number): Promise<readonly FutureChannelBan[]> {
    const asked = { offset, limit, exclude_expired_bans: true }
    return (await this.#chat.get<QueryFutureChannelBansResponse>('/query_future_channel_bans', asked)).bans
  }

  /** Whose id or name begins so. */
  async findUsers(text: string): Promise<readonly UserResponse[]> {
    const begin = text.trim()
    if (begin === '') return []
    const { users } = await this.#chat.get<{ users: UserResponse[] }>('/users', {
      filter_conditions: { $or: [{ id: { $autocomplete: begin } }, { name: { $autocomplete: begin } }] },
      limit: FOUND_USERS,
    })
    return users
  }
}

function placeOf(cid: string | undefined): { type?: string; id?: string } {
  const [type, id] = cid?.split(':') ?? []
  return type !== undefined && id !== undefined ? { type, id } : {}
}
