import { ChatError } from '@parley/client'
import { fileSize } from '../message/file-size'
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
  if (errorName === 'message_too_long') return t.errorTooLong(numberOf(details?.max_length))
  if (statusCode === 413) return t.errorTooLarge(sizeOf(details?.max_bytes, t.locale))
  if (statusCode >= 500) return t.errorServer
  return error.message
}

function reasonOf(error: unknown): unknown {
  return error instanceof ChatError ? error.details?.reason : undefined
}

function secondsOf(value: unknown): number | undefined {
  const seconds = numberOf(value)
  return seconds === undefined ? undefined : Math.max(1, Math.ceil(seconds))
}

function sizeOf(value: unknown, locale: string): string | undefined {
  const bytes = numberOf(value)
  return bytes === undefined ? undefined : fileSize(bytes, locale)
}

/** Servers of other versions, and proxies before them, may say nothing of it. */
function numberOf(value: unknown): number | undefined {
  const number = Number(value ?? Number.NaN)
  return Number.isFinite(number) ? number : undefined
}
