import { computed, DOCUMENT, Injectable, inject } from '@angular/core'
import { ChannelService, ChatClientService } from '@parley/angular'
import type { Channel, Filter, SortParam } from '@parley/client'
import { PlaygroundServer } from '../server/playground-server'
import { Address } from './address'
import type { Identity } from './identity'

/** From here on list and channel stand beside each other. */
export const WIDE = '(min-width: 760px)'

const NEWEST: SortParam = { field: 'last_updated', direction: -1 }
/** The anonymous visitor has no pins. */
const PINNED: SortParam = { field: 'pinned_at', direction: -1 }

/** The channel list of a visitor, and the channel that is open. */
@Injectable({ providedIn: 'root' })
export class OpenChannel {
  readonly #chat = inject(ChatClientService)
  readonly #channels = inject(ChannelService)
  readonly #server = inject(PlaygroundServer)
  readonly #address = inject(Address)
  readonly #window = inject(DOCUMENT).defaultView

  /** Loads the list, and opens what the address says; on a wide screen otherwise the first. */
  async load(identity: Identity): Promise<void> {
    const client = this.#chat.chatClient
    const sort = identity.kind === 'anonymous' ? [NEWEST] : [PINNED, NEWEST]
    const channels = await this.#channels.init(this.filter(), sort, { limit: 20, presence: true }, false)
    if (client !== this.#chat.chatClient) return
    const cid = this.#channels.activeChannel()?.cid ?? this.#address.place().channel
    if (cid && (await this.open(cid))) return
    const [first] = this.#preferred(identity, channels)
    if (first && this.#window?.matchMedia(WIDE).matches) this.show(first, 'replace')
  }

  /** Opens a channel by its cid; false when that can't be. */
  async open(cid: string): Promise<boolean> {
    const known = this.#channels.channels()?.find(channel => channel.cid === cid)
    const channel = known ?? (await this.#fetch(cid))
    if (channel) this.show(channel, 'replace')
    return channel !== undefined
  }

  /** Opens a channel and writes it into the address. */
  show(channel: Channel, how: 'push' | 'replace' = 'push'): void {
    this.#channels.setAsActiveChannel(channel)
    this.#address.go({ ...this.#address.place(), channel: channel.cid }, how)
  }

  /** What the address says after going back or on in the history. */
  async follow(cid: string | undefined): Promise<void> {
    if (cid === this.#channels.activeChannel()?.cid) return
    if (cid === undefined) this.#channels.deselectActiveChannel()
    else if (!(await this.open(cid))) this.forget()
  }

  /** Back to the list. */
  close(): void {
    this.#channels.deselectActiveChannel()
    this.#address.go({ ...this.#address.place(), channel: undefined })
  }

  /** The address names no channel any more. */
  forget(): void {
    this.#address.go({ ...this.#address.place(), channel: undefined }, 'replace')
  }

  /** The channels that the visitor may see: their own, and public ones. */
  readonly filter = computed((): Filter => {
    const open: Filter = { type: 'livestream' }
    const user = this.#chat.user()
    return user && user.role !== 'anonymous' ? { $or: [{ members: { $in: [user.id] } }, open] } : open
  })

  async #fetch(cid: string): Promise<Channel | undefined> {
    const [type = '', id = ''] = cid.split(/:(.*)/s)
    const client = this.#chat.chatClient
    if (!client || !type || !id) return undefined
    try {
      const [found] = await client.queryChannels({ cid }, [], { limit: 1 })
      return client === this.#chat.chatClient ? found : undefined
    } catch {
      // Not theirs to read, or gone: the list is shown instead.
      return undefined
    }
  }

  #preferred(identity: Identity, channels: readonly Channel[]): readonly Channel[] {
    if (identity.kind === 'user') return channels
    return channels.filter(({ cid }) => cid === this.#publicCid)
  }

  get #publicCid(): string {
    const state = this.#server.state()
    return state.kind === 'open' ? state.config.public_channel : ''
  }
}
