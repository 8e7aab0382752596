import { eventually, type TestServer } from '@parley/testkit'
import { ChatClient, type ClientOptions, type TokenOrProvider, type WebSocketClass } from '../src/index.ts'
import { ServerClient } from '../src/server/index.ts'
import { FAST } from './peer.ts'

/** A client of a test's server, with waits short enough for tests. */
export function clientOf(server: TestServer, options: ClientOptions = {}): ChatClient {
  const timing = { ...FAST, ...options.timing }
  return new ChatClient(server.apiKey, { baseURL: server.url, guestStorage: false, ...options, timing })
}

/** Somebody who is connected with the SDK. */
export async function arrive(
  server: TestServer,
  id: string,
  options: ClientOptions = {},
  token: TokenOrProvider = server.token(id),
): Promise<ChatClient> {
  const client = clientOf(server, options)
  await client.connectUser({ id, name: id }, token)
  return client
}

/** The backend of a test's server. */
export function backendOf(server: TestServer): ServerClient {
  return new ServerClient(server.apiKey, server.secret, { baseURL: server.url })
}

/** Sockets that a test can break; the SDK reconnects by itself. */
export function breakable(): { options: ClientOptions; breakAll(): void } {
  const sockets = new Set<WebSocket>()
  class BreakableSocket extends WebSocket {
    constructor(url: string) {
      super(url)
      sockets.add(this)
    }
  }
  const breakAll = () => {
    for (const socket of sockets) socket.close()
    sockets.clear()
  }
  return { options: { WebSocket: BreakableSocket as unknown as WebSocketClass }, breakAll }
}

/** A network cable: `cut` breaks all sockets, and the SDK reconnects only after `plug`. */
export class Cable {
  readonly #line = breakable()
  readonly #network = new EventTarget()

  get options(): ClientOptions {
    const timing = { reconnectMinMs: 60_000, reconnectMaxMs: 60_000, random: () => 1, stableAfterMs: 0 }
    return { ...this.#line.options, network: this.#network, timing }
  }

  /** Resolves when the client has noticed. */
  async cut(client: ChatClient): Promise<void> {
    const noticed = new Promise<void>(resolve => {
      const { unsubscribe } = client.on('connection.changed', ({ state }) => {
        if (state !== 'offline') return
        unsubscribe()
        resolve()
      })
    })
    this.#line.breakAll()
    await noticed
    // the client is about to go to sleep when it tells of the loss
    await new Promise(resolve => setImmediate(resolve))
  }

  plug(): void {
    this.#network.dispatchEvent(new Event('online'))
  }
}

/** Resolves when the condition holds; `client` is who it is about. */
export function until(client: ChatClient, what: string, condition: () => boolean): Promise<void> {
  return eventually(condition, `${what} (${client.user?.id ?? 'nobody'}, ${client.connectionState})`)
}
