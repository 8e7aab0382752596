import type { ChannelState, LocalMessage } from '@parley/client'

/** What slow mode depends on. */
export interface Cooldown {
  /** Seconds between two messages of one person; 0 when slow mode is off. */
  readonly cooldownSeconds: number
  /** When one wrote last, epoch milliseconds of the same clock as now. */
  readonly lastSentAtMs: number | undefined
}

/** Milliseconds until one may write again; never more than a whole pause, however wrong a clock is. */
export function waitMs({ cooldownSeconds, lastSentAtMs }: Cooldown, nowMs: number): number {
  if (lastSentAtMs === undefined) return 0
  const pauseMs = cooldownSeconds * 1000
  return Math.min(pauseMs, Math.max(0, lastSentAtMs + pauseMs - nowMs))
}

/** What never counts as written in a channel. */
const UNCOUNTED = new Set<LocalMessage['type']>(['ephemeral', 'error', 'system'])

/** When a user last wrote in a channel, in it or in a thread of it, as far as is loaded. */
export function lastSentAtMs(
  { latestMessages, threads }: Pick<ChannelState, 'latestMessages' | 'threads'>,
  userId: string | undefined,
): number | undefined {
  const isCounted = (message: LocalMessage) =>
    message.user_id === userId && message.status !== 'failed' && !UNCOUNTED.has(message.type)
  const last = [latestMessages, ...Object.values(threads)]
    .map(messages => messages.findLast(isCounted)?.created_at ?? '')
    .reduce((latest, at) => (at > latest ? at : latest), '')
  return last === '' ? undefined : Date.parse(last)
}
