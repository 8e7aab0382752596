import { ChatError } from '@parley/protocol'
import type { TaskRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import { TASK_KINDS, type TaskKind } from './kinds.ts'

const LEASE_US = 60_000_000
const EXTEND_EVERY_MS = 20_000
/** How often it looks without being woken: for what another node put there, or left when it crashed. */
const LOOK_EVERY_MS = 5_000
/** So many tasks of this node run side by side, so that a long one holds up nobody. */
const AT_ONCE = 4
/** A task that ends its server each time must not do so for ever. */
const ATTEMPTS = 5
/** How long a stop waits for steps under way. */
const STOP_MS = 3_000

/** Runs the queue's tasks until disposed of; what is under way then is begun again by the next runner. */
export class TaskRunner implements AsyncDisposable {
  readonly #deps: Deps
  readonly #kinds: ReadonlyMap<string, TaskKind>
  readonly #stop = new AbortController()
  readonly #running = new Set<Promise<void>>()
  readonly #timer: ReturnType<typeof setInterval>
  readonly #unsubscribe: () => void
  #looking: Promise<void> | undefined
  #lookAgain = false

  /** `kinds` are those that this node knows how to run; others are left to newer nodes. */
  constructor(deps: Deps, kinds: Readonly<Record<string, TaskKind>> = TASK_KINDS) {
    this.#deps = deps
    this.#kinds = new Map(Object.entries(kinds))
    this.#unsubscribe = deps.bus.subscribe(announcement => {
      if (announcement.to === 'nodes' && announcement.control.kind === 'task') this.#look()
    })
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
    this.#timer.unref()
    this.#look()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe()
    clearInterval(this.#timer)
    this.#stop.abort()
    await this.#looking
    await Promise.race([Promise.all(this.#running), Bun.sleep(STOP_MS)])
  }

  /** One look at a time; a wish during a look makes for another one. */
  #look(): void {
    this.#lookAgain = true
    this.#looking ??= this.#takeAll().finally(() => {
      this.#looking = undefined
    })
  }

  async #takeAll(): Promise<void> {
    const { store, clock, log } = this.#deps
    const kinds = [...this.#kinds.keys()]
    try {
      while (!this.#stop.signal.aborted && this.#running.size < AT_ONCE) {
        this.#lookAgain = false
        const nowUs = clock()
        const task = await store.transaction(tx => tx.claimTask(kinds, nowUs, nowUs + LEASE_US))
        if (task) this.#run(task)
        else if (!this.#lookAgain) return
      }
    } catch (error) {
      log.error({ err: error }, 'the queue of tasks could not be read; it will be tried again')
    }
  }

  #run(task: TaskRecord): void {
    const run = this.#work(task).finally(() => {
      this.#running.delete(run)
      if (!this.#stop.signal.aborted) this.#look()
    })
    this.#running.add(run)
  }

  async #work(task: TaskRecord): Promise<void> {
    const { store, clock, log } = this.#deps
    const extend = setInterval(() => {
      store
        .transaction(tx => tx.extendTask(task.id, clock() + LEASE_US))
        .catch((error: unknown) => log.warn({ err: error, task: task.id }, 'a task could not be kept'))
    }, EXTEND_EVERY_MS)
    try {
      const outcome = await this.#outcome(task)
      await store.transaction(tx => tx.settleTask(task.id, outcome, clock()))
    } catch (error) {
      log.error({ err: error, task: task.id, kind: task.kind }, 'what came of a task could not be kept')
    } finally {
      clearInterval(extend)
    }
  }

  async #outcome(task: TaskRecord): Promise<Pick<TaskRecord, 'status' | 'result' | 'error'>> {
    const { log } = this.#deps
    const { signal } = this.#stop
    try {
      const kind = this.#kinds.get(task.kind)
      if (!kind) throw new Error(`a task of unknown kind ${task.kind} was claimed`)
      if (task.attempts > ATTEMPTS) throw new Error(`begun ${ATTEMPTS} times without an end`)
      const app = await this.#deps.apps.get(task.appId)
      const result = await kind({ deps: this.#deps, app, taskId: task.id, signal }, task.input as never)
      return { status: 'completed', result, error: undefined }
    } catch (error) {
      if (signal.aborted) return { status: 'waiting', result: undefined, error: undefined }
      if (!(error instanceof ChatError)) {
        log.error({ err: error, task: task.id, kind: task.kind }, 'a task failed')
      }
      return { status: 'failed', result: undefined, error: reasonOf(error) }
    }
  }
}

/** Programmers' errors stay in the log. */
function reasonOf(error: unknown): string {
  return error instanceof ChatError ? error.message : 'internal error; the server’s log says more'
}
