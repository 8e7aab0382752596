import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { checkRevocation, checkTokenTimes, findRevocation, parseTokenTimes } from './tokens.ts'

const NOW_S = 1_800_000_000
const NOW_US = NOW_S * 1e6

function errorOf(run: () => unknown): ChatError {
  try {
    run()
  } catch (error) {
    if (error instanceof ChatError) return error
    throw error
  }
  throw new Error('expected a ChatError, nothing was thrown')
}

describe('times of a token', () => {
  test('may all be missing', () => {
    expect(parseTokenTimes({})).toEqual({ exp: undefined, iat: undefined, nbf: undefined })
  })

  const broken: [string, unknown, RegExp][] = [
    ['text', '1800000000', /"exp" is a string/],
    ['a fraction', 1.5, /without a fraction/],
    ['negative', -1, /not negative/],
    ['null', null, /"exp" is null/],
    ['true', true, /is a boolean/],
    ['an array', [1], /is an array/],
    ['milliseconds', NOW_S * 1000, /milliseconds/],
  ]
  for (const claim of ['exp', 'iat', 'nbf']) {
    test.each(broken)(`${claim} must not be %s`, (_, value, message) => {
      const error = errorOf(() => parseTokenTimes({ [claim]: value }))
      expect(error.code).toBe(5)
      expect(error.message.replace(claim, 'exp')).toMatch(message)
      expect(error.details).toEqual({ claim })
    })
  }

  const none = { exp: undefined, iat: undefined, nbf: undefined }
  test.each([
    ['exp is past', { exp: NOW_S - 1 }, 40],
    ['exp is now: no leeway', { exp: NOW_S }, 40],
    ['exp is to come', { exp: NOW_S + 1 }, undefined],
    ['nbf is 5 s to come: leeway', { nbf: NOW_S + 5 }, undefined],
    ['nbf is 6 s to come', { nbf: NOW_S + 6 }, 41],
    ['iat is 5 s to come: leeway', { iat: NOW_S + 5 }, undefined],
    ['iat is 6 s to come', { iat: NOW_S + 6 }, 42],
    ['all is well', { exp: NOW_S + 60, iat: NOW_S, nbf: NOW_S }, undefined],
  ])('%s', (_, times, code) => {
    const check = () => checkTokenTimes({ ...none, ...times }, NOW_US)
    if (code === undefined) expect(check).not.toThrow()
    else expect(errorOf(check).code).toBe(code as never)
  })

  test('an expired token says when, by which clock, and what to do', () => {
    const error = errorOf(() => checkTokenTimes({ ...none, exp: NOW_S - 60 }, NOW_US))
    expect(error.message).toBe(
      "the token expired at 2027-01-15T07:59:00Z; this server's clock says 2027-01-15T08:00:00Z: get a new one from your token provider or backend",
    )
    expect(error.details).toEqual({ expires_at: '2027-01-15T07:59:00Z', server_time: '2027-01-15T08:00:00Z' })
  })
})

describe('revocation', () => {
  const earlier = NOW_US - 1e6
  const cases: [string, number | undefined, object, 'user' | 'app' | undefined][] = [
    ['nothing revoked', NOW_US, {}, undefined],
    ['nothing revoked, no iat', undefined, {}, undefined],
    ['user: issued before', earlier, { userBeforeUs: NOW_US }, 'user'],
    ['user: issued in that moment', NOW_US, { userBeforeUs: NOW_US }, undefined],
    ['user: issued later', NOW_US + 1e6, { userBeforeUs: NOW_US }, undefined],
    ['user: without iat', undefined, { userBeforeUs: NOW_US }, 'user'],
    ['app: issued before', earlier, { appBeforeUs: NOW_US }, 'app'],
    ['app: issued later', NOW_US + 1e6, { appBeforeUs: NOW_US }, undefined],
    ['app: without iat', undefined, { appBeforeUs: NOW_US }, 'app'],
    ['both: the user’s comes first', earlier, { userBeforeUs: NOW_US, appBeforeUs: NOW_US }, 'user'],
    ['both: only the app’s hits', earlier, { userBeforeUs: earlier, appBeforeUs: NOW_US }, 'app'],
  ]
  test.each(cases)('%s', (_, issuedAtUs, revocations, scope) => {
    const all = { userBeforeUs: undefined, appBeforeUs: undefined, ...revocations }
    expect(findRevocation({ issuedAtUs }, all)?.scope).toBe(scope as never)
  })

  test('the error says revoked, whose, and since when', () => {
    const token = { userId: 'alice', issuedAtUs: earlier }
    const error = errorOf(() => checkRevocation(token, { userBeforeUs: NOW_US, appBeforeUs: undefined }))
    expect([error.code, error.statusCode]).toEqual([40, 401])
    expect(error.message).toMatch(/revoked: tokens of user "alice" issued before 2027-01-15T08:00:00/)
    expect(error.details).toEqual({ reason: 'revoked', scope: 'user', since: '2027-01-15T08:00:00.000000Z' })
  })
})
