import type { Channel, ChannelList, ChatClient } from '@parley/client'
import { State } from '../state/state'

/** Whoever has more invitations than that answers some first. */
const MOST = 30

/** Channels that the connected user is invited to, kept up to date. */
export class PendingInvites {
  readonly channels = new State<readonly Channel[]>([])
  #list: ChannelList | undefined

  /** Loads them for who is connected now; the anonymous user has none. */
  start(client: ChatClient): void {
    this.end()
    if (!client.user || client.user.role === 'anonymous') return
    const options = { limit: MOST, watch: false, message_limit: 1 }
    const list = client.channels({ invite: 'pending' }, [{ field: 'created_at', direction: -1 }], options)
    this.#list = list
    list.subscribe(({ channels }) => list === this.#list && this.channels.set(channels))
    // without them the rest works; after a lost connection it is asked again
    list.reload().catch(() => undefined)
  }

  end(): void {
    this.#list?.end()
    this.#list = undefined
    if (this.channels.value.length > 0) this.channels.set([])
  }
}
