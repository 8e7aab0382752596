import { describe, expect, test } from 'bun:test'
import { DashboardBrowser, startServer } from '@parley/testkit'
import pino from 'pino'
import { ADA, DashboardLab, MovingClock } from './dashboard-lab.ts'

const HOUR = 3_600
const signIn = { email: ADA.email, password: ADA.password }

describe('the first admin', () => {
  test('comes with the link that the server prints, once', async () => {
    await using server = await startServer()
    const browser = new DashboardBrowser(server)
    const { setupToken } = server.running
    expect(setupToken).toMatch(/^[\w-]{43}$/)
    expect(await browser.ok('GET /state')).toMatchObject({ is_set_up: false })
    expect(await browser.refusal('POST /setup', { ...ADA, token: 'guessed' })).toEqual([401, 'link'])
    expect(await browser.refusal('POST /setup', { ...ADA, token: setupToken, password: 'short' })).toEqual([
      400,
      undefined,
    ])
    const entered = await browser.ok('POST /setup', { ...ADA, email: ' Ada@Example.com ', token: setupToken })
    expect(entered.admin).toMatchObject({ email: ADA.email, role: 'owner', apps: null, second_factor: false })
    expect(await browser.ok('GET /state')).toMatchObject({ is_set_up: true })
    expect(await browser.ok('GET /session')).toMatchObject({ admin: { email: ADA.email } })

    const again = await new DashboardBrowser(server).refusal('POST /setup', { ...ADA, token: setupToken })
    expect(again).toEqual([401, 'link'])
  })

  test('of two who use the link at once, one becomes it', async () => {
    await using server = await startServer()
    const token = server.running.setupToken
    const both = await Promise.all(
      ['ada@example.com', 'eve@example.com'].map(email =>
        new DashboardBrowser(server).call('POST /setup', { ...ADA, email, token }),
      ),
    )
    expect(both.map(reply => reply.status).toSorted()).toEqual([200, 401])
  })

  test('an old link is good no more', async () => {
    const clock = new MovingClock()
    await using server = await startServer({ clock: clock.read })
    clock.advance(25 * HOUR)
    const reply = await new DashboardBrowser(server).call('POST /setup', {
      ...ADA,
      token: server.running.setupToken,
    })
    expect([reply.status, reply.body.message]).toEqual([401, expect.stringContaining('restart the server')])
  })

  test('can come from the environment instead; then there is no link', async () => {
    const config = { adminEmail: 'Ada@example.com', adminPassword: ADA.password }
    await using server = await startServer({ config })
    expect(server.running.setupToken).toBeUndefined()
    const browser = new DashboardBrowser(server)
    await browser.ok('POST /sign_in', signIn)
    expect(await browser.ok('GET /session')).toMatchObject({ admin: { role: 'owner' } })
  })

  test('a configured password that can not be used is refused at start', async () => {
    const config = { adminEmail: 'ada@example.com', adminPassword: 'aaaaaaaaaaaaaaa' }
    expect(startServer({ config })).rejects.toThrow('PARLEY_ADMIN_PASSWORD must not be a few characters')
  })
})

describe('a session', () => {
  test('its cookie is kept from scripts, other sites and other paths', async () => {
    await using lab = await DashboardLab.open()
    const reply = await lab.browser().call('POST /sign_in', signIn)
    const cookie = reply.headers.get('set-cookie') ?? ''
    expect(cookie).toMatch(
      /^parley_dashboard=[\w-]{43}; Path=\/dashboard; Max-Age=604800; HttpOnly; SameSite=Strict$/,
    )
    expect(JSON.stringify(reply.body)).not.toContain(cookie.slice(17, 60))
    expect(reply.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('where people come over https, the cookie goes over nothing else', async () => {
    await using lab = await DashboardLab.open({ config: { publicUrl: 'https://chat.example' } })
    const reply = await lab.browser().call('POST /sign_in', signIn, { origin: 'https://chat.example' })
    expect(reply.headers.get('set-cookie')).toEndWith('; SameSite=Strict; Secure')
  })

  test('is not in the database as the browser has it', async () => {
    await using lab = await DashboardLab.open()
    const { store } = lab.server.running.deps
    const [admin] = await store.read.listAdmins()
    const sessions = await store.read.listAdminSessions(admin?.id ?? '')
    expect(sessions).toHaveLength(1)
    expect(JSON.stringify(sessions)).not.toContain(lab.ada.cookie?.split('=')[1] ?? '?')
    expect(admin?.passwordHash).toStartWith('$argon2id$')
  })

  test('ends when nothing is heard of it, and after a week whatever happens', async () => {
    await using lab = await DashboardLab.open()
    lab.clock.advance(7 * HOUR)
    await lab.ada.ok('GET /session')
    lab.clock.advance(7 * HOUR)
    await lab.ada.ok('GET /session')
    lab.clock.advance(8 * HOUR)
    expect(await lab.ada.refusal('GET /session')).toEqual([401, 'not_signed_in'])
    expect(lab.ada.cookie).toBeUndefined()

    await lab.ada.ok('POST /sign_in', signIn)
    for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
      lab.clock.advance(6 * HOUR)
      await lab.ada.ok('GET /session')
    }
    lab.clock.advance(6 * HOUR)
    expect(await lab.ada.refusal('GET /session')).toEqual([401, 'not_signed_in'])
  })

  test('is listed, ended one by one, and everywhere', async () => {
    await using lab = await DashboardLab.open()
    const phone = lab.browser()
    await phone.ok('POST /sign_in', signIn)
    const { sessions } = (await lab.ada.ok('GET /sessions')) as {
      sessions: { id: string; current: boolean }[]
    }
    expect(sessions.map(session => session.current).toSorted()).toEqual([false, true])
    const other = sessions.find(session => !session.current)?.id
    await lab.ada.ok(`DELETE /sessions/${other}`)
    expect(await phone.refusal('GET /session')).toEqual([401, 'not_signed_in'])
    expect((await lab.ada.call('DELETE /sessions/ses_none')).status).toBe(404)

    await phone.ok('POST /sign_in', signIn)
    expect(await lab.ada.ok('POST /sign_out_everywhere')).toMatchObject({ ended: 2 })
    expect(lab.ada.cookie).toBeUndefined()
    expect(await phone.refusal('GET /session')).toEqual([401, 'not_signed_in'])
  })

  test('ends by signing out, also for who kept the cookie', async () => {
    await using lab = await DashboardLab.open()
    const { cookie } = lab.ada
    await lab.ada.ok('POST /sign_out')
    expect(lab.ada.cookie).toBeUndefined()
    lab.ada.cookie = cookie
    expect(await lab.ada.refusal('GET /session')).toEqual([401, 'not_signed_in'])
  })

  test('a new password ends the others', async () => {
    await using lab = await DashboardLab.open()
    const phone = lab.browser()
    await phone.ok('POST /sign_in', signIn)
    const change = { password: ADA.password, new_password: 'something else entirely' }
    expect(await lab.ada.refusal('POST /account/password', { ...change, password: 'a guess' })).toEqual([
      401,
      'wrong_password',
    ])
    await lab.ada.ok('POST /account/password', change)
    await lab.ada.ok('GET /session')
    expect(await phone.refusal('GET /session')).toEqual([401, 'not_signed_in'])
    expect(await phone.refusal('POST /sign_in', signIn)).toEqual([401, 'wrong_password'])
    await phone.ok('POST /sign_in', { ...signIn, password: change.new_password })
  })
})

describe('other sites', () => {
  test.each([
    ['no header of ours', { 'x-parley-dashboard': undefined }],
    ['another site says the browser', { 'sec-fetch-site': 'cross-site' }],
    ['a sister site says the browser', { 'sec-fetch-site': 'same-site' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['no origin that could be ours', { origin: 'null' }],
  ])('are refused: %s', async (_, headers) => {
    await using lab = await DashboardLab.open()
    for (const endpoint of ['POST /sign_in', 'POST /sign_out', 'GET /session']) {
      const reply = await lab.ada.call(endpoint, endpoint === 'POST /sign_in' ? signIn : undefined, headers)
      expect([endpoint, reply.status, reply.body.details]).toEqual([endpoint, 403, { reason: 'cross_site' }])
    }
    await lab.ada.ok('GET /session')
  })

  test('a preflight gets no leave', async () => {
    await using lab = await DashboardLab.open()
    const response = await fetch(`${lab.server.url}/dashboard/api/sign_in`, { method: 'OPTIONS' })
    expect(response.status).toBe(404)
    expect([...response.headers.keys()].filter(name => name.startsWith('access-control'))).toEqual([])
  })

  test('our own pages are let in, a form is not', async () => {
    await using lab = await DashboardLab.open()
    const own = { origin: lab.server.url, 'sec-fetch-site': 'same-origin' }
    expect((await lab.ada.call('GET /session', undefined, own)).status).toBe(200)
    const form = { 'content-type': 'text/plain' }
    expect((await lab.ada.call('POST /sign_in', signIn, form)).status).toBe(400)
  })
})

describe('guessing', () => {
  test('a password gets slower and slower, whether or not there is such an admin', async () => {
    await using lab = await DashboardLab.open()
    lab.clock.stop()
    for (const email of [ADA.email, 'nobody@example.com']) {
      const browser = lab.browser()
      const guess = () => browser.refusal('POST /sign_in', { email, password: 'a wrong guess' })
      for (let count = 0; count < 5; count++) expect(await guess()).toEqual([401, 'wrong_password'])
      const reply = await browser.call('POST /sign_in', { email, password: ADA.password })
      expect([reply.status, reply.body.details]).toMatchObject([429, { scope: 'account', retry_after: 1 }])
      expect(reply.headers.get('retry-after')).toBe('1')
      lab.clock.advance(1)
      expect(await guess()).toEqual([401, 'wrong_password'])
      lab.clock.advance(1)
      expect((await guess())[0]).toBe(429)
    }
    lab.clock.advance(60)
    const browser = lab.browser()
    await browser.ok('POST /sign_in', signIn)
    expect(await browser.refusal('POST /sign_in', { ...signIn, password: 'wrong again' })).toEqual([
      401,
      'wrong_password',
    ])
  })

  test('many at once are no way around it', async () => {
    await using lab = await DashboardLab.open()
    lab.clock.stop()
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        lab.browser().call('POST /sign_in', { email: ADA.email, password: `guess number ${n}` }),
      ),
    )
    expect(replies.filter(reply => reply.status === 401)).toHaveLength(5)
    expect(replies.filter(reply => reply.status === 429)).toHaveLength(7)
  })

  test('many accounts from one address are slowed, too', async () => {
    await using lab = await DashboardLab.open()
    lab.clock.stop()
    const statuses: number[] = []
    for (let count = 0; count < 22; count++) {
      const reply = await lab
        .browser()
        .call('POST /sign_in', { email: `a${count}@example.com`, password: 'guess' })
      statuses.push(reply.status)
    }
    expect(statuses.indexOf(429)).toBe(20)
  })

  test('is in the log and in the audit trail, and no password is', async () => {
    const lines: string[] = []
    const log = pino({ level: 'trace' }, { write: line => lines.push(line) })
    await using lab = await DashboardLab.open({ log })
    const guesses = ['hunter2-hunter2', 'correct-horse']
    for (const password of guesses) await lab.browser().call('POST /sign_in', { email: ADA.email, password })
    await lab.browser().call('POST /sign_in', { email: 'my-password-by-mistake', password: guesses[0] })
    const logged = lines.join('')
    expect(lines.filter(line => line.includes('a sign-in to the dashboard was refused'))).toHaveLength(3)
    for (const secret of [...guesses, ADA.password, 'my-password-by-mistake', lab.ada.cookie ?? '?']) {
      expect(logged).not.toContain(secret.replace('parley_dashboard=', ''))
    }
    const { store } = lab.server.running.deps
    const trail = await store.read.queryAudit({ limit: 100 })
    expect(trail.map(entry => entry.action)).toEqual([
      'session.refuse',
      'session.refuse',
      'session.start',
      'admin.create',
    ])
    expect(trail[0]).toMatchObject({
      adminEmail: ADA.email,
      address: '127.0.0.1',
      after: { reason: 'wrong_password' },
    })
  })
})

describe('a second factor', () => {
  async function enrol(lab: DashboardLab) {
    lab.clock.stop()
    await lab.confirm()
    const begun = (await lab.ada.ok('POST /account/second_factor')) as { secret: string; uri: string }
    const on = await lab.ada.ok('POST /account/second_factor/confirm', { code: lab.codeOf(begun.secret) })
    return { ...begun, codes: on.recovery_codes as string[] }
  }

  test('takes a confirmation, a code, and is asked for from then on', async () => {
    await using lab = await DashboardLab.open()
    lab.clock.stop()
    expect(await lab.ada.refusal('POST /account/second_factor')).toEqual([403, 'confirmation_required'])
    await lab.confirm()
    const { secret, uri } = (await lab.ada.ok('POST /account/second_factor')) as {
      secret: string
      uri: string
    }
    expect(uri).toContain(secret)
    // Not confirmed yet: nobody is locked out by a QR code that they did not scan.
    await lab.browser().ok('POST /sign_in', signIn)
    expect(await lab.ada.refusal('POST /account/second_factor/confirm', { code: '000000' })).toEqual([
      401,
      'wrong_code',
    ])
    const code = lab.codeOf(secret)
    const { recovery_codes: codes } = await lab.ada.ok('POST /account/second_factor/confirm', { code })
    expect(codes).toHaveLength(10)

    const phone = lab.browser()
    expect(await phone.refusal('POST /sign_in', signIn)).toEqual([401, 'code_required'])
    expect(await phone.refusal('POST /sign_in', { ...signIn, code })).toEqual([401, 'wrong_code'])
    await phone.ok('POST /sign_in', { ...signIn, code: lab.codeOf(secret, 1) })
    expect(await phone.ok('GET /session')).toMatchObject({
      admin: { second_factor: true },
      recovery_codes: 10,
    })
  })

  test('no code is good twice, also when it comes twice at once', async () => {
    await using lab = await DashboardLab.open()
    const { secret } = await enrol(lab)
    lab.clock.advance(90)
    const code = lab.codeOf(secret)
    const both = await Promise.all([1, 2].map(() => lab.browser().call('POST /sign_in', { ...signIn, code })))
    expect(both.map(reply => reply.status).toSorted()).toEqual([200, 401])
    lab.clock.advance(30)
    expect(await lab.browser().refusal('POST /sign_in', { ...signIn, code })).toEqual([401, 'wrong_code'])
    lab.clock.advance(30)
    await lab.browser().ok('POST /sign_in', { ...signIn, code: lab.codeOf(secret) })
  })

  test('a recovery code is as good as an app, once', async () => {
    await using lab = await DashboardLab.open()
    const { codes } = await enrol(lab)
    const code = codes[3]?.toUpperCase().replaceAll('-', ' ')
    await lab.browser().ok('POST /sign_in', { ...signIn, code })
    expect(await lab.browser().refusal('POST /sign_in', { ...signIn, code })).toEqual([401, 'wrong_code'])
    expect(await lab.ada.ok('GET /session')).toMatchObject({ recovery_codes: 9 })
    const { store } = lab.server.running.deps
    const [admin] = await store.read.listAdmins()
    expect(await store.read.countRecoveryCodes(admin?.id ?? '')).toBe(9)
  })

  test('guessing codes is slowed like guessing passwords', async () => {
    await using lab = await DashboardLab.open()
    const { secret } = await enrol(lab)
    lab.clock.advance(90)
    const wrong = lab.codeOf(secret, 7)
    for (let count = 0; count < 5; count++) {
      expect(await lab.browser().refusal('POST /sign_in', { ...signIn, code: wrong })).toEqual([
        401,
        'wrong_code',
      ])
    }
    expect((await lab.browser().call('POST /sign_in', { ...signIn, code: lab.codeOf(secret) })).status).toBe(
      429,
    )
  })

  test('is asked for in a confirmation, and can be switched off', async () => {
    await using lab = await DashboardLab.open()
    const { secret, codes } = await enrol(lab)
    lab.clock.advance(15 * 60)
    expect(await lab.ada.refusal('DELETE /account/second_factor')).toEqual([403, 'confirmation_required'])
    const { password } = ADA
    expect(await lab.ada.refusal('POST /session/confirm', { password })).toEqual([401, 'code_required'])
    await lab.ada.ok('POST /session/confirm', { password, code: lab.codeOf(secret) })
    const renewed = await lab.ada.ok('POST /account/second_factor/recovery_codes')
    expect(renewed.recovery_codes).not.toEqual(codes)
    expect(await lab.browser().refusal('POST /sign_in', { ...signIn, code: codes[0] })).toEqual([
      401,
      'wrong_code',
    ])
    await lab.ada.ok('DELETE /account/second_factor')
    await lab.browser().ok('POST /sign_in', signIn)
  })

  test('is sealed where there is a master key', async () => {
    await using lab = await DashboardLab.open({ config: { masterKey: 'a'.repeat(64) } })
    const { secret } = await enrol(lab)
    const [admin] = await lab.server.running.deps.store.read.listAdmins()
    expect(admin?.totpSecret).toStartWith('aes-256-gcm:')
    expect(JSON.stringify(admin)).not.toContain(secret)
  })
})
