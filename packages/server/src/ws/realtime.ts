import type { WebSocketHandler } from 'bun'
import type { ConnectionDeps } from '../actions/connection/connection-deps.ts'
import { followMembershipLosses } from '../actions/connection/recheck-watching.ts'
import { LongPoll } from './longpoll.ts'
import { closeRestarting } from './session.ts'
import type { SocketConnection } from './socket-connection.ts'
import { handleUpgrade, type SocketOptions, type SocketServer, websocketHandlers } from './sockets.ts'

export interface RealtimeOptions {
  readonly deps: ConnectionDeps
  readonly clientIp: SocketOptions['clientIp']
  readonly perMessageDeflate: boolean
}

/** The realtime half of a server: ask it before the routes, and drain it before the stop. */
export interface Realtime {
  readonly websocket: WebSocketHandler<SocketConnection>
  /**
   * Answers `/connect` and `/longpoll`, and never rejects; undefined for any other path. The promise
   * of undefined tells Bun that the request became a socket.
   */
  handle(request: Request, server: SocketServer): Promise<Response | undefined> | undefined
  /** Lets nobody in any more, closes everybody (1012), resolves when they are gone or time is up. */
  drain(server: SocketServer, timeoutMs: number): Promise<void>
}

/** Puts sockets and long polls on top of the hub, and the hub on the bus. */
export function createRealtime({ deps, clientIp, perMessageDeflate }: RealtimeOptions): Realtime {
  const { hub, bus } = deps
  let draining = false
  const options: SocketOptions = { deps, clientIp, perMessageDeflate, isDraining: () => draining }
  const longPoll = new LongPoll(options)
  bus.subscribe(announcement => hub.deliver(announcement))
  followMembershipLosses(deps)
  return {
    websocket: websocketHandlers(options),
    handle(request, server) {
      const path = pathOf(request.url)
      if (path === '/connect') return Promise.resolve(handleUpgrade(options, request, server))
      if (path !== '/longpoll') return undefined
      return longPoll.handle(request, clientIp(request, server.requestIP(request)?.address ?? ''))
    },
    async drain(server, timeoutMs) {
      draining = true
      hub.life.wheel.forEach(closeRestarting)
      const deadlineMs = Date.now() + timeoutMs
      while (server.pendingWebSockets > 0 && Date.now() < deadlineMs) await turn()
      // Close frames leave at the end of a turn of the event loop.
      await turn()
    },
  }
}

/** The path of an absolute address, without building a URL: every request comes by here. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('//') + 2)
  const end = url.indexOf('?', start)
  const path = end < 0 ? url.slice(start) : url.slice(start, end)
  // COMPAT: SDKs put "/" behind a base address that ends with one.
  return path.startsWith('//') ? path.replace(/^\/+/, '/') : path
}

function turn(): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, 5)
  })
}
