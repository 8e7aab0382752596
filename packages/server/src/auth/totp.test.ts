import { describe, expect, test } from 'bun:test'
import { toBase32 } from '../util/base32.ts'
import { findTotpStep, newTotpSecret, totpCode, totpStep, totpUri } from './totp.ts'

const SECRET = toBase32(Buffer.from('12345678901234567890'))

describe('RFC 6238, appendix B (the last six digits)', () => {
  test.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i s', (seconds, code) => {
    expect(totpCode(SECRET, totpStep(seconds * 1e6))).toBe(code)
    expect(findTotpStep(SECRET, code, seconds * 1e6)).toBe(totpStep(seconds * 1e6))
  })
})

test('a code is good in its step, the one before and the one after', () => {
  const nowUs = 1_700_000_010e6
  const step = totpStep(nowUs)
  const found = [-2, -1, 0, 1, 2].map(off => findTotpStep(SECRET, totpCode(SECRET, step + off), nowUs))
  expect(found).toEqual([undefined, step - 1, step, step + 1, undefined])
  expect(findTotpStep(SECRET, '', nowUs)).toBeUndefined()
  expect(findTotpStep(newTotpSecret(), totpCode(SECRET, step), nowUs)).toBeUndefined()
})

test('the address for an authenticator app names secret and account', () => {
  const uri = new URL(totpUri(SECRET, 'ada@example.com'))
  expect(uri.protocol).toBe('otpauth:')
  expect(decodeURIComponent(uri.pathname)).toEndWith('Parley:ada@example.com')
  expect(uri.searchParams.get('secret')).toBe(SECRET)
  expect(uri.searchParams.get('issuer')).toBe('Parley')
})
