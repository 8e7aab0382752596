import { DEADLINE_MS, within } from './deadline.ts'

export type Frame = Record<string, unknown>
export type FrameTest = (frame: Frame) => boolean

interface Waiting {
  readonly wants: FrameTest
  readonly resolve: (frame: Frame) => void
}

/** Frames in the order they came, each handed out once. */
export class Inbox {
  readonly #frames: Frame[] = []
  readonly #waiting: Waiting[] = []

  push(frame: Frame): void {
    const index = this.#waiting.findIndex(({ wants }) => wants(frame))
    const [waiting] = index < 0 ? [] : this.#waiting.splice(index, 1)
    if (waiting) waiting.resolve(frame)
    else this.#frames.push(frame)
  }

  /** The first frame of that type (or passing the test) that was not handed out yet. */
  next(wanted: string | FrameTest, ms = DEADLINE_MS): Promise<Frame> {
    const wants = typeof wanted === 'string' ? (frame: Frame) => frame.type === wanted : wanted
    const index = this.#frames.findIndex(wants)
    const [frame] = index < 0 ? [] : this.#frames.splice(index, 1)
    if (frame) return Promise.resolve(frame)
    const { promise, resolve } = Promise.withResolvers<Frame>()
    const waiting: Waiting = { wants, resolve }
    this.#waiting.push(waiting)
    const missing = () => `no ${describe(wanted)} within ${ms} ms; came instead: ${this.#summary()}`
    return within(promise, missing, ms).catch(error => {
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
      throw error
    })
  }

  /** Takes everything that was not handed out yet. */
  drain(): Frame[] {
    return this.#frames.splice(0)
  }

  #summary(): string {
    const types = this.#frames.map(frame => String(frame.type ?? (frame.error ? 'error' : 'untyped')))
    return types.length === 0 ? 'nothing' : types.join(', ')
  }
}

function describe(wanted: string | FrameTest): string {
  return typeof wanted === 'string' ? wanted : 'such frame'
}
