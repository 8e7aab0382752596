import type { Database, Statement } from 'bun:sqlite'

/**
 * One read transaction for all reads of a turn of the event loop: beginning and ending one costs
 * more than a small query. It ends early when this process commits, so that a read after a commit
 * always sees it.
 */
export class ReadSnapshot {
  readonly #begin: Statement
  readonly #commit: Statement
  #held = false
  #ending = false

  constructor(database: Database) {
    this.#begin = database.prepare('begin')
    this.#commit = database.prepare('commit')
  }

  /** Before each read. */
  hold(): void {
    if (this.#held) return
    this.#begin.run()
    this.#held = true
    if (this.#ending) return
    this.#ending = true
    setImmediate(() => {
      this.#ending = false
      this.release()
    })
  }

  release(): void {
    if (!this.#held) return
    this.#held = false
    this.#commit.run()
  }

  close(): void {
    this.release()
    this.#begin.finalize()
    this.#commit.finalize()
  }
}
