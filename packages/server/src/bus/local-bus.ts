import type { Announcement, Bus } from './bus.ts'

/** The bus of a single node: a call. */
export class LocalBus implements Bus {
  readonly shared = false
  readonly #handlers = new Set<(announcement: Announcement) => void>()

  publish(announcement: Announcement): void {
    for (const handler of this.#handlers) handler(announcement)
  }

  subscribe(handler: (announcement: Announcement) => void): () => void {
    this.#handlers.add(handler)
    return () => this.#handlers.delete(handler)
  }

  async close(): Promise<void> {
    this.#handlers.clear()
  }
}
