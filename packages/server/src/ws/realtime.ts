import type { WebSocketHandler } from 'bun'
import type { ConnectionDeps } from '../actions/connection/connection-deps.ts'
import { followLostRights } from '../actions/connection/recheck-watching.ts'
import { LongPoll } from './longpoll.ts'
import { closeRestarting } from './session.ts'
import type { SocketConnection } from './socket-connection.ts'
import { handleUpgrade, type SocketOptions, type SocketServer, websocketHandlers } from './sockets.ts'

export interface RealtimeOptions {
  readonly deps: ConnectionDeps
  readonly clientIp: SocketOptions['clientIp']
  readonly perMessageDeflate: boolean
}

/** The realtime half of a server: mount it before the routes, and drain it before the stop. */
export interface Realtime {
  readonly websocket: WebSocketHandler<SocketConnection>
  /** `/connect`: undefined when the request became a socket. */
  handleUpgrade(request: Request, server: SocketServer): Response | undefined
  /** `/longpoll`, any method. Never rejects. */
  handleLongPoll(request: Request, ip: string): Promise<Response>
  /** The bus begins to reach connections; time begins to pass. */
  start(server: SocketServer): void
  /** Lets nobody in any more, closes everybody (1012), resolves when they are gone or time is up. */
  drain(timeoutMs: number): Promise<void>
  /** After the drain: stops the clock and writes what waits. */
  stop(): Promise<void>
}

/** Puts sockets and long polls on top of the hub. */
export function createRealtime({ deps, clientIp, perMessageDeflate }: RealtimeOptions): Realtime {
  const { hub, bus } = deps
  let draining = false
  let server: SocketServer | undefined
  const options: SocketOptions = { deps, clientIp, perMessageDeflate, isDraining: () => draining }
  const longPoll = new LongPoll(options)
  const unsubscribe = [bus.subscribe(announcement => hub.deliver(announcement)), followLostRights(deps)]
  return {
    websocket: websocketHandlers(options),
    handleUpgrade: (request, on) => handleUpgrade(options, request, on),
    handleLongPoll: (request, ip) => longPoll.handle(request, ip),
    start(on) {
      server = on
      hub.start(on)
    },
    async drain(timeoutMs) {
      draining = true
      hub.life.wheel.forEach(closeRestarting)
      const deadlineMs = Date.now() + timeoutMs
      while ((server?.pendingWebSockets ?? 0) > 0 && Date.now() < deadlineMs) await turn()
      // Close frames leave at the end of a turn of the event loop.
      await turn()
    },
    async stop() {
      for (const end of unsubscribe) end()
      await hub.stop()
    },
  }
}

function turn(): Promise<void> {
  return new Promise(resolve => {
    setTimeout(resolve, 5)
  })
}
