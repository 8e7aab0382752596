import { computed, Injectable, inject, signal } from '@angular/core'
import type { ChannelResponse, ChannelStateResponse } from '@parley/client'
import { path } from '../../api/api'
import { ChatApi } from '../../api/chat-api'
import { splitCid } from './channel-names'

/** What is patched of a channel: `POST`'s keys, or single ones set and unset. */
export interface ChannelPatch {
  readonly set?: Readonly<Record<string, unknown>>
  readonly unset?: readonly string[]
}

/** The channel that a page is about, for its parts. Provided by the page. */
@Injectable()
export class OpenChannel {
  readonly #chat = inject(ChatApi)
  readonly cid = signal('')
  readonly #state = signal<ChannelStateResponse | undefined>(undefined)
  readonly state = this.#state.asReadonly()
  /** Once it is there. */
  readonly channel = computed(() => {
    const channel = this.#state()?.channel
    if (!channel) throw new Error('no channel is open')
    return channel
  })
  /** Below the chat's API, encoded. */
  readonly path = computed(() => {
    const { type, id } = splitCid(this.cid()) ?? { type: '', id: '' }
    return path`/channels/${type}/${id}`
  })

  /** @throws ApiError */
  async load(cid: string): Promise<ChannelStateResponse | undefined> {
    const query = { filter_conditions: { cid }, limit: 1, message_limit: 0, member_limit: 4 }
    const { channels } = await this.#chat.post<{ channels: ChannelStateResponse[] }>('/channels', query)
    this.cid.set(cid)
    this.#state.set(channels[0])
    return channels[0]
  }

  /** Members are counted and messages dated by the server. */
  async reload(): Promise<void> {
    await this.load(this.cid())
  }

  /** @throws ApiError */
  async patch(patch: ChannelPatch): Promise<void> {
    this.took((await this.#chat.patch<{ channel: ChannelResponse }>(this.path(), patch)).channel)
  }

  /** @throws ApiError */
  async update(body: object): Promise<void> {
    this.took((await this.#chat.post<{ channel: ChannelResponse }>(this.path(), body)).channel)
  }

  took(channel: ChannelResponse): void {
    this.#state.update(state => state && { ...state, channel, member_count: channel.member_count })
  }
}
