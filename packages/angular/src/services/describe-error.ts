import { ChatError } from '@parley/client'
import type { Texts } from '../texts/texts'

/** Whether something ended because its user went, or because it was given up: nobody need be told. */
export function isExpectedEnd(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === 'disconnected' || reason === 'cancelled'
}

/** Why something failed and what to do about it, as a sentence for people. */
export function describeError(error: unknown, t: Texts): string {
  if (!(error instanceof ChatError)) return t.errorServer
  const { statusCode, errorName, details } = error
  if (reasonOf(error) === 'network') return t.errorOffline
  if (reasonOf(error) === 'not_connected' || statusCode === 401) return t.errorSignedOut
  if (statusCode === 429 || errorName === 'cooldown') return t.errorTooFast(secondsOf(details?.retry_after))
  if (statusCode === 403) return t.errorNotAllowed
  if (statusCode === 404 || errorName === 'not_found') return t.errorNotFound
  if (errorName === 'payload_too_large' || errorName === 'message_too_long') return t.errorTooLarge
  if (statusCode >= 500) return t.errorServer
  return error.message
}

function reasonOf(error: unknown): unknown {
  return error instanceof ChatError ? error.details?.reason : undefined
}

function secondsOf(value: unknown): number | undefined {
  const seconds = Number(value)
  return value === undefined || !Number.isFinite(seconds) ? undefined : Math.max(1, Math.ceil(seconds))
}
