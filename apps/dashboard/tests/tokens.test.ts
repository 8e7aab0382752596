import { expect, test } from 'bun:test'
import { cleanToken } from '../src/app/pages/tokens/clean-token'
import { describeClaim } from '../src/app/tokens/claim-words'
import { expirySeconds } from '../src/app/tokens/expiry'
import { snippetsFor } from '../src/app/tokens/snippets/snippets'
import { timeAway } from '../src/app/tokens/time-away'

const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJ1c2VyX2lkIjoiYmVuZGVyIn0.c2lnbmF0dXJl'
const NOW_MS = Date.parse('2026-11-21T20:00:00Z')
const NOW = NOW_MS / 1000

test.each([
  [TOKEN, []],
  [` ${TOKEN}\n`, ['white space around it']],
  [`Bearer ${TOKEN}`, ['“Bearer” before it']],
  [`Authorization: bearer  ${TOKEN}`, ['the name of the header before it', '“Bearer” before it']],
  [`"${TOKEN}",`, ['quotes around it']],
  [`'Bearer ${TOKEN}'`, ['quotes around it', '“Bearer” before it']],
  [`“${TOKEN}”`, ['quotes around it']],
  [`${TOKEN}"`, ['quotes after it']],
  [`${TOKEN.slice(0, 30)}\n  ${TOKEN.slice(30)}`, ['white space inside of it']],
  [`http://localhost:8800/app?api_key=k&authorization=${TOKEN}&x=1`, ['the address around it']],
])('of %j the token is found', (pasted, removed) => {
  expect(cleanToken(pasted)).toEqual({ token: TOKEN, removed })
})

test('what holds no token stays as it is', () => {
  for (const text of ['', 'not a token at all', '{"user_id": "bender"}', 'a.b.c', `${TOKEN}.x`, `${TOKEN}*`])
    expect(cleanToken(text)).toEqual({ token: text, removed: [] })
})

test('times are told in words that hold at their edges', () => {
  const away = (seconds: number) => timeAway(NOW_MS + seconds * 1000, NOW_MS)
  const told = [
    0,
    3,
    20,
    -20,
    60,
    3_600,
    3_580,
    86_380,
    -7_200,
    30 * 86_400,
    80 * 86_400,
    -730.5 * 86_400,
  ].map(away)
  expect(told).toEqual([
    'now',
    'now',
    'in 20 seconds',
    '20 seconds ago',
    'in 1 minute',
    'in 1 hour',
    'in 1 hour',
    'in 1 day',
    '2 hours ago',
    'in 30 days',
    'in 3 months',
    '2 years ago',
  ])
})

test('claims are told in words, and what is no time is said to be none', () => {
  const words = (name: string, value: unknown) => describeClaim(name, value, NOW_MS)
  expect(words('exp', NOW - 60)).toMatchObject({ label: 'Expired', words: '1 minute ago' })
  expect(words('exp', NOW + 60)).toMatchObject({ label: 'Expires', words: 'in 1 minute' })
  expect(words('user_id', 'bender')).toMatchObject({ label: 'User', words: 'bender' })
  expect(words('server', 'true').words).toContain('may do everything')
  expect(words('server', false).words).toContain('not a server')
  expect(words('plan', { name: 'pro' })).toMatchObject({
    words: '{"name":"pro"}',
    more: 'of your own: not looked at',
  })
  expect(words('exp', NOW_MS).more).toContain('milliseconds')
  for (const broken of ['1', null, -1, 1.5, [], Number.MAX_VALUE])
    expect(words('iat', broken).more).toStartWith('no time')
})

test('an expiration is counted from now, or is the date that was given', () => {
  expect(expirySeconds('never', '', NOW)).toBeUndefined()
  expect(expirySeconds('hour', '2026-01-01T00:00', NOW)).toBe(NOW + 3_600)
  expect(expirySeconds('month', '', NOW)).toBe(NOW + 30 * 86_400)
  expect(expirySeconds('date', '2026-11-21T20:00:05Z', NOW)).toBe(NOW + 5)
  expect(expirySeconds('date', '', NOW)).toBeUndefined()
})

test('nothing that is typed ends a string of the code', () => {
  const hostile = {
    apiKey: `k'");$(rm)`,
    baseUrl: `http://x.test/'";$(rm)\`\\`,
    token: TOKEN,
    userId: 'bender',
  }
  for (const { code } of snippetsFor(hostile)) {
    expect(code).toContain('krm')
    expect(code).not.toMatch(/k'|x\.test\/['"`$\\]|\$\(rm/)
  }
  const kinds = snippetsFor({ ...hostile, userId: undefined }).map(({ label }) => label)
  expect(kinds).toEqual(['TypeScript', 'Kotlin', 'curl'])
})

test('without an API key the code says where it goes, and an address that is none is our own', () => {
  for (const { label, code, note } of snippetsFor({
    apiKey: '',
    baseUrl: 'javascript:alert(1)',
    token: TOKEN,
    userId: 'a',
  })) {
    expect([label, code]).toEqual([label, expect.stringContaining('YOUR_API_KEY')])
    expect(code + note).toMatch(/(http|ws):\/\/127\.0\.0\.1:8800/)
  }
})
