import type { EventMap } from '@parley/protocol'
import type { Timing } from '../timing.ts'
import type { ChannelState } from './state.ts'

/** `typing.stop` for everybody who was not heard of for so long that it must have been lost. */
export function staleTypists(state: ChannelState, cid: string, timing: Timing): EventMap['typing.stop'][] {
  const nowMs = timing.now()
  const [channel_type = '', channel_id = ''] = cid.split(':')
  return Object.values(state.typing)
    .filter(({ heardAtMs }) => nowMs - heardAtMs >= timing.typingTimeoutMs)
    .map(({ user, parent_id }) => ({
      type: 'typing.stop',
      created_at: new Date(nowMs).toISOString(),
      cid,
      channel_id,
      channel_type,
      user,
      ...(parent_id && { parent_id }),
    }))
}

/** When to say that the user types: at once, then again while it goes on. */
export class Keystrokes {
  readonly #timing: Timing
  readonly #stop: () => void
  #saidAtMs: number | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  /** `stop` is called when no key was pressed for a while. */
  constructor(timing: Timing, stop: () => void) {
    this.#timing = timing
    this.#stop = stop
  }

  /** A key was pressed; true when `typing.start` is due. */
  press(): boolean {
    const { typingRepeatMs, typingTimeoutMs, now } = this.#timing
    clearTimeout(this.#timer)
    this.#timer = setTimeout(this.#stop, typingTimeoutMs / 2)
    const due = this.#saidAtMs === undefined || now() - this.#saidAtMs >= typingRepeatMs
    if (due) this.#saidAtMs = now()
    return due
  }

  /** Typing ended; true when `typing.stop` is due. */
  end(): boolean {
    clearTimeout(this.#timer)
    const due = this.#saidAtMs !== undefined
    this.#saidAtMs = undefined
    return due
  }
}
