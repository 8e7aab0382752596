import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { fromBase32, toBase32 } from '../util/base32.ts'

/** RFC 6238 as authenticator apps know it: SHA-1, six digits, thirty seconds. */
const STEP_SECONDS = 30
const DIGITS = 6
/** Clocks of phones are off; a code of the step before or after is as good. */
const STEPS_AROUND = 1
const ISSUER = 'Parley'

/** A secret for an authenticator app, in base32. */
export function newTotpSecret(): string {
  return toBase32(randomBytes(20))
}

/** What a QR code for an authenticator app holds. */
export function totpUri(secret: string, email: string): string {
  const query = new URLSearchParams({
    secret,
    issuer: ISSUER,
    algorithm: 'SHA1',
    digits: String(DIGITS),
    period: String(STEP_SECONDS),
  })
  return `otpauth://totp/${ISSUER}:${encodeURIComponent(email)}?${query}`
}

/** The code of a time step. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const key = fromBase32(secret) ?? new Uint8Array()
  const digest = createHmac('sha1', key).update(counter).digest()
  const at = (digest.at(-1) ?? 0) & 15
  const value = digest.readUInt32BE(at) & 0x7f_ff_ff_ff
  return String(value % 10 ** DIGITS).padStart(DIGITS, '0')
}

export function totpStep(nowUs: number): number {
  return Math.floor(nowUs / 1e6 / STEP_SECONDS)
}

/** The time step that a code belongs to; undefined when it is none of now. */
export function findTotpStep(secret: string, code: string, nowUs: number): number | undefined {
  const given = Buffer.from(code)
  const now = totpStep(nowUs)
  let found: number | undefined
  // All of them are compared, so that the time taken tells nothing.
  for (let step = now - STEPS_AROUND; step <= now + STEPS_AROUND; step++) {
    const right = Buffer.from(totpCode(secret, step))
    if (given.length === right.length && timingSafeEqual(given, right)) found = step
  }
  return found
}
