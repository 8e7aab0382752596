import { CLIENT_FRAME_MAX_BYTES, CLOSE_CODES, errorBody, SEND_BUFFER_MAX_BYTES } from '@parley/protocol'
import type { Server, ServerWebSocket, WebSocketHandler } from 'bun'
import type { ConnectionDeps } from '../actions/connection/connection-deps.ts'
import { disconnect } from '../actions/connection/disconnect.ts'
import { invalidField } from '../util/invalid-input.ts'
import { MORE_INFO_BASE } from '../util/more-info.ts'
import { originOf, queryOf } from '../util/request-url.ts'
import { parseMessage } from './client-frame.ts'
import { hasCredentials, readAgent, readQuery } from './connect-input.ts'
import { closeRestarting, connectByQuery, receive, refuseMessage } from './session.ts'
import { SocketConnection } from './socket-connection.ts'

export type SocketServer = Server<SocketConnection>

/** What the socket half is given. */
export interface SocketOptions {
  readonly deps: ConnectionDeps
  /** The client's address, proxies looked through. */
  readonly clientIp: (request: Request, peer: string) => string
  /** Negotiate permessage-deflate: saves bandwidth, costs CPU and memory per connection. */
  readonly perMessageDeflate: boolean
  /** The server goes down: nobody is let in any more. */
  readonly isDraining: () => boolean
}

/**
 * A message over our own limit gets an error frame before the close; the socket library can only
 * cut the connection off (1009), so its limit is for what is out of all proportion.
 */
const CUT_OFF_BYTES = 16 * CLIENT_FRAME_MAX_BYTES

/**
 * The wheel closes a slow reader politely (4008) within a second of 1 MiB; this is for one that
 * falls behind faster than that, and ends in a cut connection (1006).
 */
const SEND_BUFFER_CUT_OFF_BYTES = 4 * SEND_BUFFER_MAX_BYTES

/** `GET /connect`: succeeds for every well-formed request, since a browser can't read a failed one. */
export function handleUpgrade(
  { clientIp }: SocketOptions,
  request: Request,
  server: SocketServer,
): Response | undefined {
  const connection = new SocketConnection(addressBehind(clientIp, request, server))
  const params = queryOf(request)
  connection.query = readQuery(params)
  connection.agent = readAgent(request, params)
  return server.upgrade(request, { data: connection }) ? undefined : notASocket(request)
}

/** Undefined where no proxy says for whom it asks: then the socket knows. */
function addressBehind(
  clientIp: SocketOptions['clientIp'],
  request: Request,
  server: SocketServer,
): string | undefined {
  if (!request.headers.has('x-forwarded-for')) return undefined
  const peer = server.requestIP(request)?.address ?? ''
  const ip = clientIp(request, peer)
  return ip === peer ? undefined : ip
}

function notASocket(request: Request): Response {
  const asked = request.headers.get('upgrade')?.toLowerCase() === 'websocket'
  const error = invalidField(
    'upgrade',
    asked
      ? 'must come in a well-formed WebSocket request: it needs GET, Connection: Upgrade, Sec-WebSocket-Version: 13 and a Sec-WebSocket-Key'
      : 'must be websocket: /connect takes WebSocket connections only (ws:// or wss://); without WebSocket use GET /longpoll',
  )
  const body = errorBody(error, {
    durationText: '0.00ms',
    moreInfoBase: originOf(request) + MORE_INFO_BASE,
  })
  const status = asked ? 400 : 426
  const headers = { upgrade: 'websocket', connection: 'Upgrade', 'access-control-allow-origin': '*' }
  return Response.json({ ...body, StatusCode: status }, { status, headers })
}

/** The handlers of Bun.serve's `websocket`. */
export function websocketHandlers(options: SocketOptions): WebSocketHandler<SocketConnection> {
  const { deps } = options
  return {
    perMessageDeflate: options.perMessageDeflate,
    maxPayloadLength: CUT_OFF_BYTES,
    backpressureLimit: SEND_BUFFER_CUT_OFF_BYTES,
    closeOnBackpressureLimit: true,
    // The wheel does this with words; here only for peers that vanish while being closed.
    idleTimeout: 120,
    sendPings: false,
    open: ws => open(options, ws),
    message: (ws, message) => take(deps, ws.data, message),
    close: (ws, code) => closed(options, ws.data, code),
    error: (error, ws) => {
      deps.log.error({ err: error }, 'a socket handler failed')
      ws.close(1011, 'internal error')
    },
  }
}

function open({ deps, isDraining }: SocketOptions, ws: ServerWebSocket<SocketConnection>): void {
  const connection = ws.data
  connection.attach(ws)
  deps.hub.life.begin(connection)
  if (isDraining()) closeRestarting(connection)
  else if (hasCredentials(connection.query)) connectByQuery(deps, connection)
}

function take(deps: ConnectionDeps, connection: SocketConnection, message: string | Buffer): void {
  if (connection.isClosed) return
  let value: unknown
  try {
    value = parseMessage(message)
  } catch (error) {
    refuseMessage(deps, connection, error)
    return
  }
  receive(deps, connection, value)
}

/** However it ended: by the client, by the wheel, by a control, by a cut cable. */
function closed({ deps, isDraining }: SocketOptions, connection: SocketConnection, code: number): void {
  deps.metrics.disconnects.inc({ code: closeLabel(code) })
  if (isDraining()) {
    // Everybody goes: there is nobody to tell, and soon no store to ask.
    deps.hub.remove(connection)
    return
  }
  disconnect(deps, connection).catch((error: unknown) => {
    deps.log.error({ err: error }, 'could not tell that a connection closed')
  })
}

const KNOWN_CODES = new Set<number>([
  1000,
  1001,
  1005,
  1006,
  1009,
  ...Object.values(CLOSE_CODES).map(({ code }) => code),
])

/** Clients close with any number they like; metrics need a finite list. */
function closeLabel(code: number): string {
  return KNOWN_CODES.has(code) ? String(code) : 'other'
}
