/** Who connects, as the server is told in the first frame. */
export interface Hello {
  api_key: string
  'stream-auth-type': 'jwt' | 'anonymous'
  /** The token; none for the anonymous user. */
  authorization?: string
  user_id?: string
  user_details?: Record<string, unknown>
}

/** One way of exchanging frames with the server: a WebSocket, or long polling. */
export interface Link {
  send(text: string): void
  /** Ends the exchange; `closed` follows. */
  close(): void
}

/** What happens on a link. `closed` comes at most once, and last. */
export interface LinkEvents {
  frame(text: string): void
  closed(code: number, reason: string): void
}

/** Starts an exchange and says hello on it. */
export type OpenLink = (hello: Hello, events: LinkEvents) => Link

/** The part of a WebSocket that the SDK uses: browsers', Node's, Bun's and `ws` have it. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null
  onmessage: ((event: never) => void) | null
  onerror: ((event: never) => void) | null
  onclose: ((event: never) => void) | null
  send(data: string): void
  close(code?: number, reason?: string): void
}

/** A WebSocket class, for platforms that bring none (Node 20: `import { WebSocket } from 'ws'`). */
export type WebSocketClass = new (url: string) => WebSocketLike

/** Code of a close that came without one: the network is gone. */
export const LOST = 1006

/** Links over WebSocket. The token goes in the first frame, so that no address holds one. */
export function webSocketLink(Socket: WebSocketClass, url: string): OpenLink {
  return (hello, events) => {
    const socket = new Socket(url)
    socket.onopen = () => socket.send(JSON.stringify({ type: 'auth', ...hello }))
    socket.onmessage = (event: { data: unknown }) => {
      if (typeof event.data === 'string') events.frame(event.data)
    }
    // browsers don't tell what an error was about; the close event follows
    socket.onerror = () => undefined
    socket.onclose = (event: { code?: number; reason?: string }) =>
      events.closed(event.code ?? LOST, event.reason ?? '')
    return { send: text => socket.send(text), close: () => socket.close(1000) }
  }
}
