import { Injectable, inject } from '@angular/core'
import type { Ban, Device, UserResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import type { ListedUser } from '../user-types'

export interface Muted {
  readonly target: UserResponse
  readonly created_at: string
  readonly expires?: string
}

export interface MutedChannel {
  readonly channel: { readonly cid: string }
  readonly created_at: string
  readonly expires?: string
}

interface Silence {
  readonly mutes: readonly Muted[]
  readonly channel_mutes: readonly MutedChannel[]
  readonly blocked_user_ids: readonly string[]
}

export interface Unread {
  readonly total_unread_count: number
  readonly total_unread_threads_count?: number
  readonly channels: readonly { readonly channel_id: string; readonly unread_count: number }[]
}

/** What a user left with the server beside messages. */
export interface Belongings extends Silence {
  readonly bans: readonly Ban[]
  readonly devices: readonly Device[]
  readonly unread: Unread | undefined
}

const NO_SILENCE: Silence = { mutes: [], channel_mutes: [], blocked_user_ids: [] }

@Injectable({ providedIn: 'root' })
export class BelongingsApi {
  readonly #chat = inject(ChatApi)

  async of(user: ListedUser): Promise<Belongings> {
    const [bans, devices, silence, unread] = await Promise.all([
      this.#bans(user.id),
      // Nobody acts for who is not there: the server tells nothing of what they have.
      user.deleted_at || user.deactivated_at ? [] : this.#devices(user.id),
      this.#silence(user.id),
      this.#unread(user.id),
    ])
    return { bans, devices, ...silence, unread }
  }

  async forgetDevice(userId: string, id: string): Promise<void> {
    await this.#chat.delete('/devices', { user_id: userId, id })
  }

  async #bans(id: string): Promise<readonly Ban[]> {
    const query = { filter_conditions: { user_id: id }, limit: 100 }
    return (await this.#chat.get<{ bans: Ban[] }>('/query_banned_users', query)).bans
  }

  async #devices(id: string): Promise<readonly Device[]> {
    return (await this.#chat.get<{ devices: Device[] }>('/devices', undefined, { user_id: id })).devices
  }

  async #silence(id: string): Promise<Silence> {
    const query = { filter_conditions: { id }, include_deactivated_users: true }
    const { users } = await this.#chat.get<{ users: Silence[] }>('/users', query)
    return users[0] ?? NO_SILENCE
  }

  async #unread(id: string): Promise<Unread | undefined> {
    const reply = await this.#chat.post<{ counts_by_user: Record<string, Unread> }>('/unread_batch', {
      user_ids: [id],
    })
    return reply.counts_by_user[id]
  }
}
