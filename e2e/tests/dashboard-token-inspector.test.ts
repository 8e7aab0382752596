import { afterAll, expect, test } from 'bun:test'
import { callHttp, type ReplyBody, signToken } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import { TokenPages } from '../src/token-pages.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
afterAll(() => site[Symbol.asyncDispose]())
const { url, apiKey, secret } = site.server

const now = Math.floor(Date.now() / 1000)
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const sign = (claims: ReplyBody, header: ReplyBody = {}): string => signToken(secret, claims, header)
const good = sign({ user_id: 'bender', iat: now - 7_200, exp: now + 86_400 })

/** What the API answers to a request with the token; null for no error. */
async function codeOf(token: string): Promise<number | null> {
  const { status, body } = await callHttp(url, 'GET /users?payload={"filter_conditions":{}}', {
    apiKey,
    token,
  })
  return status < 300 ? null : Number(body.code)
}

/** What it is called, the token, its code, the verdict, what to do, and what is found wrong. */
type Broken = readonly [
  name: string,
  token: string,
  code: number,
  verdict: string,
  todo: RegExp,
  wrong: RegExp,
]

const other = (await site.ada.ok('POST /apps', { name: 'Shop' })) as {
  app: { api_key: string }
  secret: string
}

const BROKEN: readonly Broken[] = [
  [
    'expired',
    sign({ user_id: 'bender', iat: now - 7_200, exp: now - 3_600 }),
    40,
    'Refused: it has expired',
    /give the SDK a function/,
    /Expired exp 1 hour ago/,
  ],
  [
    'not valid yet',
    sign({ user_id: 'bender', nbf: now + 7_200 }),
    41,
    'Refused: it is not valid yet',
    /leave nbf out/,
    /Not before nbf in 2 hours/,
  ],
  [
    'issued in the future',
    sign({ user_id: 'bender', iat: now + 3_600 }),
    42,
    'Refused: it says that it was issued in the future',
    /clock/,
    /Issued iat in 1 hour/,
  ],
  [
    'of another app',
    signToken(other.secret, { user_id: 'bender' }),
    43,
    'Refused: it belongs to another app',
    new RegExp(`API key ${other.app.api_key} signed it`),
    /Signature made with secret \S+ of another app/,
  ],
  [
    'of a secret that nobody has',
    signToken('x'.repeat(32), { user_id: 'bender' }),
    43,
    'Refused: the signature is not valid',
    /No secret of this app signed it/,
    /Signature made with no usable secret/,
  ],
  [
    'of no algorithm',
    `${part({ alg: 'none' })}.${part({ user_id: 'bender' })}.`,
    43,
    'Refused: nobody signed it',
    /proves nothing/,
    /Algorithm alg "none"/,
  ],
  [
    'of another algorithm',
    `${part({ alg: 'RS256' })}.${part({ user_id: 'bender' })}.c2ln`,
    43,
    'Refused: it is signed with RS256',
    /identity provider/,
    /Algorithm alg "RS256"/,
  ],
  [
    'for development',
    `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: 'bender' })}.devtoken`,
    43,
    'Refused: it is a development token, and auth checks are on',
    /Disable Auth Checks/,
    /^$/,
  ],
  [
    'of an unknown secret',
    sign({ user_id: 'bender' }, { kid: 's_nowhere' }),
    43,
    'Refused: it asks for a secret that this app does not have',
    /Leave it out/,
    /Signature made with no usable secret/,
  ],
  [
    'broken in its payload',
    `${good.split('.')[0]}.***.${good.split('.')[2]}`,
    5,
    'Refused: it can’t be read',
    /cut off/,
    /Payload is no JSON object/,
  ],
  [
    'no token at all',
    'not a token at all',
    5,
    'Refused: this is no token',
    /three parts/,
    /Form this is no JSON Web Token/,
  ],
  [
    'of nobody',
    sign({ sub: 'bender' }),
    5,
    'Refused: it names nobody',
    /It has “sub”, which does not count/,
    /User user_id is missing/,
  ],
  [
    'of an id that is none',
    sign({ user_id: 'ben der' }),
    5,
    'Refused: its user id can’t be one',
    /a–z A–Z 0–9/,
    /User user_id ben der/,
  ],
  [
    'in milliseconds',
    sign({ user_id: 'bender', exp: Date.now() }),
    5,
    'Refused: “exp” is no time in seconds',
    /Math\.floor/,
    /these are milliseconds/,
  ],
  [
    'of a user and a server',
    sign({ user_id: 'bender', server: true }),
    5,
    'Refused: it is for a user and for a server',
    /Leave out one/,
    /both user_id and server/,
  ],
]

test('tokens that are broken are explained, and the verdict is the API’s', async () => {
  await using tokens = await TokenPages.inspector(browser, site)
  for (const [name, token, code, verdict, todo, wrong] of BROKEN) {
    await tokens.inspects(token, verdict)
    expect([name, await tokens.verdictCode(), await codeOf(token)]).toEqual([name, code, code])
    expect([name, await tokens.whatToDo()]).toEqual([name, expect.stringMatching(todo)])
    expect([name, (await tokens.wrong()).join('\n')]).toEqual([name, expect.stringMatching(wrong)])
  }
  const link = tokens.page.getByRole('link', { name: /^Error \d/ })
  const explained = await fetch(new URL((await link.getAttribute('href')) ?? '', url))
  expect(await explained.text()).toContain(
    `id="${new URL((await link.getAttribute('href')) ?? '', url).hash.slice(1)}"`,
  )
  expect(await tokens.barriers()).toEqual([])
})

test('a good token is explained claim by claim, with the secret that signed it', async () => {
  await using tokens = await TokenPages.inspector(browser, site)
  await tokens.inspects(good, 'Accepted: bender can connect')
  expect(await tokens.verdictCode()).toBeNull()
  expect(await tokens.wrong()).toEqual([])
  const { secrets } = (await site.ada.ok(`GET /apps/${apiKey}/secrets`)) as { secrets: { id: string }[] }
  const found = (await tokens.found()).join('\n')
  expect(found).toContain(`made with secret ${secrets[0]?.id} (active)`)
  expect(found).toMatch(/Expires exp in 1 day/)
  await tokens.inspects(sign({ server: true }), 'Accepted, as your backend')
  await tokens.page.getByText('server token', { exact: true }).waitFor()
})

test('what copying brings along is taken off and said', async () => {
  await using tokens = await TokenPages.inspector(browser, site)
  const pasted: readonly (readonly [string, string])[] = [
    [`"${good}"`, 'quotes around it'],
    [`${good.slice(0, 40)}\n${good.slice(40)}`, 'white space inside of it'],
    [`Authorization: ${good}`, 'the name of the header before it'],
  ]
  for (const [text, what] of pasted) {
    await tokens.inspects(text, 'Accepted: bender can connect')
    await tokens.page.getByText(`Inspected without ${what}.`).waitFor()
    // A request with the text as it is would be refused.
    await tokens.page.getByText('As it was pasted the server refuses it with error 5').waitFor()
  }
  expect(await codeOf(`"${good}"`)).toBe(5)
  await tokens.inspects(`Bearer ${good}`, 'Accepted: bender can connect')
  await tokens.page.getByText('Inspected without “Bearer” before it.').waitFor()
  expect(await codeOf(`Bearer ${good}`)).toBeNull()
  await becomes(() => tokens.page.getByText('As it was pasted').count(), 0)
})

test('revoked tokens, retired secrets and deactivated users are named', async () => {
  await using own = await DashboardSite.open()
  await using tokens = await TokenPages.inspector(browser, own)
  const token = own.server.token('leela', { iat: now - 60 })
  await own.server.upsertUsers({ id: 'leela' })
  const judged = async (verdict: string) => {
    await tokens.inspects(token, verdict)
    const { body } = await own.server.call('GET /app', undefined, { token })
    expect(await tokens.verdictCode()).toBe(Number(body.code))
  }
  await own.server.ok('POST /users/leela/deactivate', {})
  await judged('Refused: the user is deactivated')
  await own.server.ok('POST /users/leela/reactivate', {})
  await own.ada.ok(`POST /apps/${apiKey}/revoke_tokens`, {})
  await judged('Refused: it was revoked')
  await own.ada.ok(`POST /apps/${apiKey}/secrets`, { retire_others_after_seconds: 0 })
  await judged('Refused: the secret that signed it is retired')
})

test('while auth checks are off, it is said that anything is accepted', async () => {
  await using own = await DashboardSite.open()
  await own.ada.ok(`PATCH /apps/${apiKey}/authentication`, { disable_auth_checks: true })
  await using tokens = await TokenPages.inspector(browser, own)
  await tokens.inspects(
    signToken('x'.repeat(32), { user_id: 'zoidberg' }),
    'Accepted, but only because auth checks are off',
  )
  await tokens.inspects(
    `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ user_id: 'a' })}.devtoken`,
    'Accepted, but only because auth checks are off',
  )
  await tokens.page.getByText('development token', { exact: true }).waitFor()
})
