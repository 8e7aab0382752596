import { exactTime } from '../ui/time-format'
import { timeAway } from './time-away'

/** One claim, for people. */
export interface ClaimWords {
  readonly name: string
  /** "Expires". */
  readonly label: string
  /** "in 2 hours". */
  readonly words: string
  /** "21 Nov 2026, 19:30:12", or what else is worth a second line. */
  readonly more: string
}

/** What comes after is most likely milliseconds: the year 9999. */
const LATEST_SECONDS = 253_402_300_799

const LABELS: Readonly<Record<string, string>> = {
  user_id: 'User',
  server: 'Server token',
  iat: 'Issued',
  exp: 'Expires',
  nbf: 'Not before',
}

const TIMES = ['iat', 'exp', 'nbf']

export function describeClaim(name: string, value: unknown, nowMs: number): ClaimWords {
  const label = LABELS[name] ?? name
  if (TIMES.includes(name))
    return { name, label: timeLabel(name, value, nowMs), ...describeTime(value, nowMs) }
  const shown = typeof value === 'string' ? value : JSON.stringify(value)
  if (name === 'user_id') return { name, label, words: shown, more: '' }
  if (name === 'server') return { name, label, words: describeServer(value), more: '' }
  return { name, label, words: shown, more: 'of your own: not looked at' }
}

function describeServer(value: unknown): string {
  const isServer = value === true || value === 'true'
  return isServer
    ? 'may do everything in this app, in nobody’s name'
    : `${JSON.stringify(value)}: not a server`
}

function timeLabel(name: string, value: unknown, nowMs: number): string {
  return name === 'exp' && isSeconds(value) && value * 1000 <= nowMs ? 'Expired' : (LABELS[name] ?? name)
}

function describeTime(value: unknown, nowMs: number): { words: string; more: string } {
  if (!isSeconds(value)) return { words: JSON.stringify(value), more: whyNoTime(value) }
  return { words: timeAway(value * 1000, nowMs), more: exactTime(new Date(value * 1000).toISOString()) }
}

function isSeconds(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LATEST_SECONDS
}

function whyNoTime(value: unknown): string {
  if (typeof value !== 'number') return 'no time: whole seconds since 1970 are, as a number'
  if (value <= LATEST_SECONDS) return 'no time: whole seconds since 1970 are, without a fraction'
  const meant = exactTime(new Date(Math.min(value, 8.64e15)).toISOString())
  return `no time: these are milliseconds (${meant}), and must be seconds since 1970`
}
