import { ChatError } from '@parley/protocol'

export interface Cooldown {
  readonly lastSentAtUs: number | undefined
  readonly cooldownSeconds: number
}

/** Microseconds until the member may speak again; 0 when they may speak now. */
export function waitUs({ lastSentAtUs, cooldownSeconds }: Cooldown, nowUs: number): number {
  if (lastSentAtUs === undefined) return 0
  return Math.max(0, lastSentAtUs + cooldownSeconds * 1_000_000 - nowUs)
}

/** @throws ChatError `cooldown` (60), with `retry_after` in whole seconds. */
export function checkSlowMode(cooldown: Cooldown, nowUs: number): void {
  const wait = waitUs(cooldown, nowUs)
  if (wait === 0) return
  const retryAfter = Math.ceil(wait / 1_000_000)
  throw new ChatError(
    'cooldown',
    `slow mode is on in this channel (one message per ${cooldown.cooldownSeconds} s): wait ${retryAfter} s`,
    { details: { retry_after: retryAfter } },
  )
}
