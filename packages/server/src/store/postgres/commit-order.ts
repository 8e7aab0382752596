/** A transaction's place behind those that wrote to the same channels before it. */
export interface Turn {
  /** The transaction holds the channel's row now, so whoever held it before has committed. */
  follow(channelPk: number): void
  /** Resolves when those before are announced, or failed. */
  readonly ready: () => Promise<void>
  /** Lets those behind go on. */
  done(): void
}

/**
 * Keeps what follows commits in the order of each channel's log. The replies to two commits come
 * over two connections and may overtake each other, although the commits cannot.
 */
export class CommitOrder {
  readonly #last = new Map<number, Promise<void>>()

  begin(): Turn {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before: Promise<void>[] = []
    const followed: number[] = []
    return {
      follow: channelPk => {
        const last = this.#last.get(channelPk)
        if (last === promise) return
        if (last) before.push(last)
        this.#last.set(channelPk, promise)
        followed.push(channelPk)
      },
      ready: async () => {
        if (before.length > 0) await Promise.all(before)
      },
      done: () => {
        for (const channelPk of followed) {
          if (this.#last.get(channelPk) === promise) this.#last.delete(channelPk)
        }
        resolve()
      },
    }
  }
}
