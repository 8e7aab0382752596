import { z } from 'zod'
import { expected, quoted } from './primitives.ts'

const DURATION = /^(?=\d)(?:(\d{1,7})h)?(?:(\d{1,9})m)?(?:(\d{1,9})s)?$/

/** Seconds of a text such as `24h` or `2h30m`; undefined when it is none. */
function secondsOf(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (!match) return undefined
  const [hours, minutes, seconds] = match.slice(1).map(part => Number(part ?? 0))
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)
}

/** As Go writes it: `24h0m0s`, `2m30s`. */
function durationText(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = `${seconds % 60}s`
  if (hours > 0) return `${hours}h${minutes}m${rest}`
  return minutes > 0 ? `${minutes}m${rest}` : rest
}

/** A duration of at least so many seconds as text, never a number; the output is the way Go writes it. */
export function duration(minSeconds: number) {
  return z.string({ error: expected('a duration such as "24h"') }).transform((text, context) => {
    const seconds = secondsOf(text)
    if (seconds !== undefined && seconds >= minSeconds) return durationText(seconds)
    const what = `a duration such as "24h" or "2h30m", of at least ${durationText(minSeconds)}`
    context.issues.push({ code: 'custom', input: text, message: `must be ${what}, got ${quoted(text)}` })
    return z.NEVER
  })
}
