import { createHash, randomBytes } from 'node:crypto'
import { toBase32 } from '../util/base32.ts'

/** What proves something by itself: a session's id, a link's token. 256 bits, never stored. */
export function newAdminToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of it. It has so much chance in it that a plain hash can't be turned around. */
export function hashAdminToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The id of a row; it proves nothing. */
export function newAdminId(prefix: 'adm' | 'ses' | 'lnk'): string {
  return `${prefix}_${randomBytes(8).toString('hex')}`
}

const CODES = 10

/** Recovery codes, to be shown once: 80 bits each, in four groups that can be typed. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: CODES }, () => {
    const letters = toBase32(randomBytes(10)).toLowerCase()
    return letters.replace(/.{4}(?=.)/g, group => `${group}-`)
  })
}

export function hashRecoveryCode(code: string): string {
  return hashAdminToken(code.toLowerCase().replace(/[\s-]/g, ''))
}
