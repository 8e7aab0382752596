import type { TestServer } from '@parley/testkit'

/** Lets seconds pass for the server's wheel, as if nobody had said a word meanwhile. */
export function passSeconds(server: TestServer, seconds: number): void {
  server.running.deps.hub.life.wheel.advance(seconds)
}

export function connections(server: TestServer): number {
  return server.running.deps.hub.connectionCount
}
