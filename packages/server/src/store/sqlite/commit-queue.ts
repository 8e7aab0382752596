import type { Database, Statement } from 'bun:sqlite'
import { runWhenFree } from './locking.ts'

/** A group is run when it has this many jobs or ran this long, so that waiting stays bounded. */
const MAX_JOBS = 256
const MAX_GROUP_MS = 10
/** A group is gathered over at most this many turns of the event loop. */
const MAX_TURNS = 16

interface Job {
  readonly work: () => Promise<unknown>
  readonly committed: (result: unknown) => void
  readonly failed: (error: unknown) => void
}

type Outcome = { readonly job: Job } & (
  | { readonly ok: true; readonly result: unknown }
  | { readonly ok: false; readonly error: unknown }
)

/**
 * Runs jobs one after another and commits them in groups: those that come in a row of turns of
 * the event loop share one transaction and so one fsync. A job that fails undoes its own writes alone.
 */
export class CommitQueue {
  readonly #database: Database
  readonly #onCommit: (seconds: number) => void
  readonly #statements: Readonly<Record<'begin' | 'savepoint' | 'release' | 'commit', Statement>>
  #jobs: Job[] = []
  #scheduled = false
  #closed = false
  readonly #idle: (() => void)[] = []

  /** `onCommit` is called after each commit, before anybody hears of it. */
  constructor(database: Database, onCommit: (seconds: number) => void) {
    this.#database = database
    this.#onCommit = onCommit
    this.#statements = {
      begin: database.prepare('begin immediate'),
      savepoint: database.prepare('savepoint job'),
      release: database.prepare('release job'),
      commit: database.prepare('commit'),
    }
  }

  get depth(): number {
    return this.#jobs.length
  }

  async add<T>(work: () => Promise<T>, afterCommit?: (result: T) => void): Promise<T> {
    if (this.#closed) throw new Error('the store is closed')
    return new Promise<T>((resolve, reject) => {
      const committed = (result: unknown) => {
        // What happens after the commit cannot undo it: a failure there is the caller's to hear.
        try {
          afterCommit?.(result as T)
          resolve(result as T)
        } catch (error) {
          reject(error)
        }
      }
      this.#jobs.push({ work, committed, failed: reject })
      this.#schedule()
    })
  }

  /** Takes no more jobs; resolves when those taken are committed. */
  async close(): Promise<void> {
    this.#closed = true
    if (this.#scheduled) await new Promise<void>(resolve => this.#idle.push(resolve))
    for (const statement of Object.values(this.#statements)) statement.finalize()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    this.#gather(0)
  }

  /**
   * Runs the group at the first turn of the event loop that brings no more jobs: requests that are
   * answered together come back one by one, and each commit costs an fsync and several pages.
   */
  #gather(known: number, turns = 0): void {
    setImmediate(() => {
      const { length } = this.#jobs
      if (length > known && length < MAX_JOBS && turns < MAX_TURNS) this.#gather(length, turns + 1)
      else void this.#turn()
    })
  }

  async #turn(): Promise<void> {
    await this.#runGroup()
    if (this.#jobs.length > 0) {
      this.#gather(0)
      return
    }
    this.#scheduled = false
    for (const resolve of this.#idle.splice(0)) resolve()
  }

  async #runGroup(): Promise<void> {
    const outcomes: Outcome[] = []
    try {
      await runWhenFree(this.#statements.begin)
      await this.#runJobs(outcomes)
      this.#commit()
    } catch (error) {
      this.#abandon(outcomes, error)
      return
    }
    for (const outcome of outcomes) {
      if (outcome.ok) outcome.job.committed(outcome.result)
      else outcome.job.failed(outcome.error)
    }
  }

  async #runJobs(outcomes: Outcome[]): Promise<void> {
    const endMs = performance.now() + MAX_GROUP_MS
    for (let taken = 0; taken < MAX_JOBS; taken++) {
      const job = this.#jobs.shift()
      if (!job) return
      outcomes.push(await this.#runJob(job))
      // Some errors (a full disk) undo the whole transaction on their own.
      if (!this.#database.inTransaction) throw new Error('the transaction was lost')
      if (performance.now() > endMs) return
    }
  }

  async #runJob(job: Job): Promise<Outcome> {
    this.#statements.savepoint.run()
    try {
      const result = await job.work()
      this.#statements.release.run()
      return { job, ok: true, result }
    } catch (error) {
      if (this.#database.inTransaction) this.#database.run('rollback to job; release job')
      return { job, ok: false, error }
    }
  }

  #commit(): void {
    const startMs = performance.now()
    this.#statements.commit.run()
    this.#onCommit((performance.now() - startMs) / 1000)
  }

  /** Nothing of the group is kept. When not even `BEGIN` worked, the next job in line hears why. */
  #abandon(outcomes: readonly Outcome[], error: unknown): void {
    if (this.#database.inTransaction) this.#database.run('rollback')
    const jobs = outcomes.length > 0 ? outcomes.map(outcome => outcome.job) : this.#jobs.splice(0, 1)
    const own = outcomes.findLast(outcome => !outcome.ok)
    for (const job of jobs) job.failed(own && !own.ok && own.job === job ? own.error : error)
  }
}
