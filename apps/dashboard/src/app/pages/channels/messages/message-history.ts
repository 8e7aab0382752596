import { Injectable, inject, signal } from '@angular/core'
import type { ChannelStateResponse, MessageResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { OpenChannel } from '../open-channel'
import { joinNewest, joinPage } from './merge-page'

const PAGE = 50

type Bounds = Readonly<Record<string, string>>

/** What was said in a channel, as far as it was looked at; it grows at both ends. Provided by its view. */
@Injectable()
export class MessageHistory {
  readonly #chat = inject(ChatApi)
  readonly #channel = inject(OpenChannel)
  /** The oldest first. */
  readonly messages = signal<readonly MessageResponse[]>([])
  readonly hasOlder = signal(false)
  /** There is something after the last one that is shown. */
  readonly hasNewer = signal(false)
  readonly isLoading = signal(false)
  readonly isThere = signal(false)
  readonly error = signal<unknown>(undefined)
  #asked = 0

  openNewest(): Promise<void> {
    return this.#load({}, page => {
      this.#show(page)
      this.hasOlder.set(page.length === PAGE)
      this.hasNewer.set(false)
    })
  }

  /** The messages around one, by its id, or around a moment. */
  openAround(bounds: { readonly id_around: string } | { readonly created_at_around: string }): Promise<void> {
    return this.#load(bounds, page => {
      this.#show(page)
      this.hasOlder.set(page.length > 0)
      this.hasNewer.set(page.length > 0)
    })
  }

  older(): Promise<void> {
    const [first] = this.messages()
    if (!first) return this.openNewest()
    return this.#load({ id_lt: first.id }, page => {
      this.messages.update(known => joinPage(known, page))
      this.hasOlder.set(page.length === PAGE)
    })
  }

  newer(): Promise<void> {
    const last = this.messages().at(-1)
    if (!last) return this.openNewest()
    return this.#load({ id_gt: last.id }, page => {
      this.messages.update(known => joinPage(known, page))
      this.hasNewer.set(page.length === PAGE)
    })
  }

  /** What happened meanwhile at the newest end; in silence. */
  async poll(): Promise<void> {
    if (this.isLoading() || !this.isThere()) return
    const asked = this.#asked
    const page = await this.#ask({})
    if (asked !== this.#asked) return
    const known = this.messages()
    const joined = this.hasNewer() ? undefined : joinNewest(known, page, PAGE)
    if (joined) this.messages.set(joined)
    else this.hasNewer.set(page.at(-1)?.id !== known.at(-1)?.id)
  }

  /** What a change answered. */
  took(message: MessageResponse): void {
    this.messages.update(known => known.map(each => (each.id === message.id ? message : each)))
  }

  /** Sent just now. */
  async sent(message: MessageResponse): Promise<void> {
    if (this.hasNewer()) await this.openNewest()
    else if (!message.parent_id || message.show_in_channel)
      this.messages.update(known => joinPage(known, [message]))
  }

  gone(id: string): void {
    this.messages.update(known => known.filter(each => each.id !== id))
  }

  #show(page: readonly MessageResponse[]): void {
    this.messages.set(page)
    this.isThere.set(true)
  }

  async #load(bounds: Bounds, take: (page: MessageResponse[]) => void): Promise<void> {
    const asked = ++this.#asked
    this.isLoading.set(true)
    try {
      const page = await this.#ask(bounds)
      if (asked !== this.#asked) return
      this.error.set(undefined)
      take(page)
    } catch (error) {
      if (asked === this.#asked) this.error.set(error)
    } finally {
      if (asked === this.#asked) this.isLoading.set(false)
    }
  }

  async #ask(bounds: Bounds): Promise<MessageResponse[]> {
    const body = { state: true, messages: { limit: PAGE, ...bounds }, members: { limit: 1 } }
    return (await this.#chat.post<ChannelStateResponse>(`${this.#channel.path()}/query`, body)).messages
  }
}
