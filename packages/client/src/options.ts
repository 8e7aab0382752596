import { FALLBACK_AFTER_FAILURES } from '@parley/protocol'
import { localError } from './call.ts'
import type { OpenLink, WebSocketClass } from './net/link.ts'
import { webSocketLink } from './net/link.ts'
import { longPollLink } from './net/long-poll.ts'
import type { Fetch, Rest } from './net/rest.ts'
import { browserStorage, type GuestStorage } from './session/guest-store.ts'
import type { OfflineStorage } from './session/outbox.ts'
import type { SessionOptions } from './session/session.ts'
import { DEFAULT_TIMING, type Timing } from './timing.ts'

/** How a client reaches its server. */
export interface ClientOptions {
  /** Where Parley is, such as `https://chat.example.com`. In browsers: the page's own origin. */
  baseURL?: string
  /** For platforms that bring none; Node 20: `import { WebSocket } from 'ws'`. */
  WebSocket?: WebSocketClass
  /** Use long polling once two sockets in a row failed. */
  enableWSFallback?: boolean
  /** Where guests are kept, so that a reload is the same guest; false keeps none. */
  guestStorage?: GuestStorage | false
  /** Where writes wait that were made without a connection, so that a reload keeps them; none unless given. */
  offlineStorage?: OfflineStorage
  fetch?: Fetch
  /** What tells of `online` and `offline`; the window unless given. */
  network?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'>
  /** For tests: other waits, another clock. */
  timing?: Partial<Timing>
}

/** Sent as `X-Stream-Client`. */
export const AGENT = 'parley-client-js-0.1.0'

/** The options with everything in its place. */
export interface ResolvedOptions extends Omit<SessionOptions, 'emit' | 'userChanged'> {
  guestStorage: GuestStorage | undefined
}

export function resolveOptions(apiKey: string, options: ClientOptions): ResolvedOptions {
  if (!apiKey) throw localError('an API key is needed: `parley app list` on the server shows it', 'usage')
  const baseURL = (options.baseURL ?? ownOrigin()).replace(/\/+$/, '')
  if (!/^https?:\/\//.test(baseURL)) {
    throw localError(`baseURL must start with http:// or https://, not ${JSON.stringify(baseURL)}`, 'usage')
  }
  return {
    apiKey,
    baseURL,
    agent: AGENT,
    timing: { ...DEFAULT_TIMING, ...options.timing },
    fetch: options.fetch,
    network: options.network ?? ownNetwork(),
    offlineStorage: options.offlineStorage,
    guestStorage: options.guestStorage === false ? undefined : (options.guestStorage ?? browserStorage()),
    openLink: (failedSockets, rest) => chooseLink(options, baseURL, failedSockets, rest),
  }
}

function chooseLink(options: ClientOptions, baseURL: string, failedSockets: number, rest: Rest): OpenLink {
  const Socket = options.WebSocket ?? (globalThis as { WebSocket?: WebSocketClass }).WebSocket
  const mayPoll = options.enableWSFallback === true
  if (mayPoll && (!Socket || failedSockets >= FALLBACK_AFTER_FAILURES)) return longPollLink(rest)
  if (Socket)
    return webSocketLink(Socket, `${baseURL.replace(/^http/, 'ws')}/connect?x-stream-client=${AGENT}`)
  throw localError(
    "this platform has no WebSocket: give the option, `import { WebSocket } from 'ws'`, or set enableWSFallback",
    'usage',
  )
}

function ownOrigin(): string {
  const origin = (globalThis as { location?: { origin?: string } }).location?.origin
  return origin?.startsWith('http') ? origin : 'http://127.0.0.1:8800'
}

function ownNetwork(): ClientOptions['network'] {
  return typeof globalThis.addEventListener === 'function' ? globalThis : undefined
}
