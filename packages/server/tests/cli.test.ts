import { Database } from 'bun:sqlite'
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually, TestSocket } from '@parley/testkit'
import { openStore, sqlitePath } from '../src/store/open-store.ts'
import { base64url, sign } from './auth-lab.ts'
import { CliLab, type Ran } from './cli-lab.ts'

// Each test runs several processes; what they are waited for has deadlines of its own.
setDefaultTimeout(300_000)

interface NewApp {
  readonly api_key: string
  readonly api_secret: string
  readonly secret_id: string
}

const createApp = async (lab: CliLab, ...args: string[]) =>
  (await lab.json('app', 'create', ...args)) as unknown as NewApp
const token = async (lab: CliLab, ...args: string[]) => (await lab.run('token', ...args)).out.trim()

describe('help', () => {
  const commands = [
    'serve',
    'app list',
    'app create',
    'app rotate-secret',
    'app set',
    'token',
    'token inspect',
    'user list',
    'user show',
    'user deactivate',
    'admin list',
    'admin remove',
    'backup',
    'restore',
  ]

  test('is there for every command, and each says that it can answer as JSON', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    const helps = await lab.runEach(commands.map(command => [...command.split(' '), '--help']))
    for (const [index, help] of helps.entries()) {
      expect([commands[index], help.exitCode, help.err]).toEqual([commands[index], 0, ''])
      expect(help.out).toContain(`Usage: parley ${commands[index]}`)
      expect(help.out).toContain('--json')
    }
    expect((await lab.run('--help')).out).toMatch(
      /serve[\s\S]*app[\s\S]*token[\s\S]*user[\s\S]*backup[\s\S]*restore/,
    )
    expect(existsSync(lab.dataDir)).toBe(false)
  })
})

describe('called wrongly', () => {
  test('a command ends with 2 and says what is right; refused, with 1', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    const empty = await lab.run('app', 'list')
    expect([empty.exitCode, empty.out]).toEqual([1, ''])
    expect(empty.err).toMatch(/no database in .*data.*parley serve/)
    await createApp(lab)

    const cases: [string[], number, RegExp][] = [
      [['dance'], 2, /unknown command 'dance'/],
      [['token'], 2, /parley token USER-ID/],
      [['token', 'fry', '--server'], 2, /parley token USER-ID/],
      [['token', 'a b'], 2, /U\+0020/],
      [['token', 'fry', '--expires', 'soon'], 2, /30m, 1h or 7d/],
      [['token', 'fry', '--app', 'nobody'], 1, /no app with API key "nobody"/],
      [['app', 'set'], 2, /say what to set/],
      [['app', 'set', 'nonsense=1'], 2, /no setting "nonsense"/],
      [['app', 'set', 'reminders_interval'], 2, /key=value/],
      [['app', 'set', 'reminders_interval=5'], 1, /reminders_interval must be/],
      [['app', 'set', '--mode', 'test'], 2, /development or production/],
      [['app', 'rotate-secret', '--retire-after', 'never'], 2, /24h/],
      [['user', 'show', 'nobody'], 1, /no user "nobody"/],
      [['user', 'list', '--limit', 'many'], 2, /whole number/],
      [['serve', '--port', '99999'], 2, /--port/],
      [['serve', '--fetch-allow', 'intranet'], 2, /--fetch-allow/],
      [['restore', 'nothing.db'], 1, /no file/],
    ]
    const ran = await lab.runEach(cases.map(([args]) => args))
    for (const [index, [args, exitCode, message]] of cases.entries()) {
      expect([args.join(' '), ran[index]?.exitCode]).toEqual([args.join(' '), exitCode])
      expect(ran[index]?.err).toMatch(message)
      expect(ran[index]?.err).not.toContain('    at ')
    }
  })

  test('with --json the error is JSON too', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    await createApp(lab)
    const ran = await lab.run('user', 'show', 'nobody', '--json')
    expect(JSON.parse(ran.err)).toEqual({ error: { message: expect.stringContaining('"nobody"') } })
    const coded = await lab.run('app', 'set', 'multi_tenant_enabled=7', '--json')
    expect(JSON.parse(coded.err).error.code).toBe(4)
  })
})

describe('what stands in the way', () => {
  const expectAdvice = ({ exitCode, err }: Ran, ...said: string[]) => {
    expect(exitCode).toBeGreaterThan(0)
    for (const part of said) expect(err).toContain(part)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  }

  test('of a data directory is said with the way out', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    const file = join(lab.folder, 'a-file')
    writeFileSync(file, 'no folder')
    const dataDir = join(file, 'below')
    expectAdvice(await lab.run('serve', '--data-dir', dataDir), dataDir, 'set PARLEY_DATA_DIR')
  })

  test('of a database that is none, or another program’s, is said with the way out', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    mkdirSync(lab.dataDir)
    const path = sqlitePath(lab.dataDir)
    writeFileSync(path, 'neither rows nor tables, but long enough for a header'.repeat(100))
    for (const command of [['serve'], ['app', 'list']]) {
      expectAdvice(await lab.run(...command), path, 'file is not a database', 'parley restore')
    }
    rmSync(path)
    const others = new Database(path)
    others.run('create table apps (name text)')
    others.close()
    expectAdvice(await lab.run('serve'), path, 'already exists', 'set PARLEY_DATA_DIR')
  })

  test('of a PostgreSQL is said with the setting, and without the password', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    for (const place of ['127.0.0.1:1', '[nowhere']) {
      const ran = await lab.runWith({ PARLEY_DATABASE_URL: `postgres://u:hush@${place}/chat` }, 'serve')
      expectAdvice(ran, 'PARLEY_DATABASE_URL', 'see that it runs')
      expect(ran.err).not.toContain('hush')
    }
  })

  test('of the stored secrets is said with the setting', async () => {
    await using lab = await CliLab.open({ env: { PARLEY_MASTER_KEY: 'c'.repeat(64) } })
    await createApp(lab)
    for (const masterKey of ['', 'd'.repeat(64)]) {
      const ran = await lab.runWith({ PARLEY_MASTER_KEY: masterKey }, 'token', 'fry')
      expectAdvice(ran, 'PARLEY_MASTER_KEY', 'stored with')
    }
  })
})

describe('apps', () => {
  test('are made, listed, changed, and asked for by key when there are several', async () => {
    await using lab = await CliLab.open()
    const planet = await createApp(lab, '--name', 'Planet Express', '--key', 'planet')
    expect(planet.api_key).toBe('planet')
    const set = await lab.json('app', 'set', 'multi_tenant_enabled=true', 'disable_auth_checks=true')
    expect(set.settings).toEqual({ multi_tenant_enabled: true, disable_auth_checks: true })
    const production = await lab.json('app', 'set', '--mode', 'production', '--name', 'MomCorp')
    expect(production).toMatchObject({
      mode: 'production',
      name: 'MomCorp',
      settings: { multi_tenant_enabled: true, disable_auth_checks: false },
    })
    const refused = await lab.run('app', 'set', 'disable_auth_checks=true')
    expect([refused.exitCode, refused.err]).toEqual([1, expect.stringContaining('development mode')])

    await createApp(lab, '--key', 'second')
    const ambiguous = await lab.run('token', 'fry')
    expect([ambiguous.exitCode, ambiguous.err]).toEqual([2, expect.stringContaining('planet, second')])
    expect((await lab.json('token', 'fry', '--app', 'second')).api_key).toBe('second')
    const named = await lab.runWith(
      { PARLEY_API_KEY: 'planet', PARLEY_API_SECRET: planet.api_secret },
      'token',
      'fry',
    )
    expect(named.exitCode).toBe(0)

    const { apps } = (await lab.json('app', 'list')) as { apps: Record<string, unknown>[] }
    expect(apps.map(app => [app.api_key, app.name, app.mode])).toEqual([
      ['planet', 'MomCorp', 'production'],
      ['second', 'Parley', 'development'],
    ])
    const listed = await lab.run('app', 'list')
    expect(listed.out).toMatch(/planet\s+MomCorp\s+production\s+on\s+s_\w+ \(active\)/)
    expect(listed.out).not.toContain(planet.api_secret)
  })

  test('show no credential among their settings', async () => {
    await using lab = await CliLab.open()
    const { api_key, api_secret } = await createApp(lab)
    await lab.serve()
    const server = await token(lab, '--server')
    const provider = { type: 'web', name: 'site', vapid_subject: 'mailto:ops@planet.example' }
    const made = await lab.post('push_providers', api_key, server, { push_provider: provider })
    expect(made.status).toBe(200)
    const set = await lab.run('app', 'set', 'sqs_secret=hush-hush', 'multi_tenant_enabled=true')
    expect(set.out).toContain('multi_tenant_enabled')
    for (const secret of ['private_key', 'hush', api_secret]) expect(set.out).not.toContain(secret)
  })

  test('are set by the rules of the API', async () => {
    await using lab = await CliLab.open()
    await createApp(lab)
    const hook = {
      hook_type: 'webhook',
      webhook_url: 'https://example.com/hook',
      event_types: ['message.new'],
    }
    const set = await lab.json('app', 'set', `event_hooks=${JSON.stringify([hook])}`)
    expect(set.settings).toMatchObject({ event_hooks: [{ ...hook, id: expect.any(String), enabled: true }] })
    for (const [wrong, why] of [
      [`event_hooks=${JSON.stringify([{ hook_type: 'sqs', event_types: [] }])}`, /event_hooks\[0\]/],
      ['grants={"user":["fly-rocket"]}', /fly-rocket/],
    ] as const) {
      const { exitCode, err } = await lab.run('app', 'set', wrong)
      expect([exitCode, err]).toEqual([1, expect.stringMatching(why)])
    }
  })

  test('keep their secrets encrypted with a master key, which every command needs then', async () => {
    const masterKey = 'c'.repeat(64)
    await using lab = await CliLab.open({ sqlite: true, env: { PARLEY_MASTER_KEY: masterKey } })
    const { api_secret } = await createApp(lab)
    expect((await lab.run('app', 'set', 'sqs_key=a-key', 'sqs_secret=hush-hush')).exitCode).toBe(0)
    const stored = await Bun.file(sqlitePath(lab.dataDir)).text()
    expect(stored).toContain('a-key')
    for (const secret of [api_secret, 'hush-hush']) expect(stored).not.toContain(secret)
    expect((await lab.run('token', 'fry')).exitCode).toBe(0)
    const without = await lab.runWith({ PARLEY_MASTER_KEY: '' }, 'token', 'fry')
    expect([without.exitCode, without.err]).toEqual([1, expect.stringContaining('PARLEY_MASTER_KEY')])
  })
})

describe('beside a running server', () => {
  test('a new app, a token and a replaced secret count within seconds', async () => {
    await using lab = await CliLab.open()
    const greeting = await lab.serve()
    expect(greeting).toContain(lab.url)
    const { api_key, secret_id } = await createApp(lab)
    const server = await token(lab, '--server', '--app', api_key)
    expect((await lab.call('app', api_key, server)).status).toBe(200)

    const rotated = await lab.json('app', 'rotate-secret', '--app', api_key, '--retire-after', '0')
    expect(rotated.retiring).toEqual([secret_id])
    await eventually(
      async () => (await lab.call('app', api_key, server)).body.code === 43,
      'a token of the replaced secret is refused',
    )
    const next = await token(lab, '--server', '--app', api_key)
    expect((await lab.call('app', api_key, next)).status).toBe(200)
    expect(await lab.stop()).toBe(0)
  })

  test('deactivating a user closes their socket at once', async () => {
    await using lab = await CliLab.open()
    await lab.serve()
    const { api_key } = await createApp(lab)
    const fry = await token(lab, 'fry', '--app', api_key)
    const query = new URLSearchParams({ api_key, authorization: fry, json: '{"user_id":"fry"}' })
    await using socket = new TestSocket(`${lab.url.replace('http', 'ws')}/connect?${query}`)
    await socket.next('health.check')

    const ran = await lab.run('user', 'deactivate', 'fry', '--app', api_key)
    expect([ran.exitCode, ran.err]).toEqual([0, ''])
    expect((await socket.nextError()).code).toBe(17)
    expect((await socket.whenClosed()).code).toBe(4003)
    const shown = (await lab.json('user', 'show', 'fry', '--app', api_key)) as {
      user: Record<string, unknown>
    }
    expect(shown.user).toMatchObject({ id: 'fry', state: 'deactivated' })
    expect((await lab.run('user', 'list', '--app', api_key)).out).toMatch(/fry\s+user\s+deactivated/)
  })
})

describe('an app that is', () => {
  const openSocket = async (lab: CliLab, apiKey: string, authorization: string, userId: string) => {
    const query = new URLSearchParams({ api_key: apiKey, authorization, json: `{"user_id":"${userId}"}` })
    const socket = new TestSocket(`${lab.url.replace('http', 'ws')}/connect?${query}`)
    await socket.next('health.check')
    return socket
  }

  test('suspended loses its open sockets within seconds', async () => {
    await using lab = await CliLab.open()
    await lab.serve()
    const { api_key } = await createApp(lab)
    await using socket = await openSocket(lab, api_key, await token(lab, 'fry', '--app', api_key), 'fry')
    await lab.json('app', 'set', '--suspend', '--app', api_key)
    expect((await socket.nextError()).code).toBe(99)
    expect((await socket.whenClosed()).code).toBe(4003)
  })

  test('revoked loses the sockets of earlier tokens only', async () => {
    await using lab = await CliLab.open()
    await lab.serve()
    const { api_key, api_secret } = await createApp(lab)
    const since = Math.floor(Date.now() / 1000)
    const early = await sign(api_secret, { user_id: 'fry', iat: since - 60 })
    const late = await sign(api_secret, { user_id: 'amy', iat: since })
    await using fry = await openSocket(lab, api_key, early, 'fry')
    await using amy = await openSocket(lab, api_key, late, 'amy')
    await lab.json('app', 'set', `revoke_tokens_issued_before=${since}`, '--app', api_key)
    expect((await fry.nextError()).details).toMatchObject({ reason: 'revoked', scope: 'app' })
    expect((await fry.whenClosed()).code).toBe(4003)
    amy.send({ type: 'health.check' })
    await amy.next('health.check')
  })
})

test('without a server a user is deactivated in the database', async () => {
  await using lab = await CliLab.open()
  await lab.serve()
  const { api_key } = await createApp(lab)
  await lab.call('app', api_key, await token(lab, '--server', '--app', api_key))
  const fry = await token(lab, 'fry', '--app', api_key)
  await lab.call('users', api_key, fry)
  await lab.stop()
  const ran = await lab.run('user', 'deactivate', 'fry', '--app', api_key)
  expect([ran.exitCode, ran.out]).toEqual([0, expect.stringContaining('no server was found running')])
  const { users } = (await lab.json('user', 'list', '--app', api_key)) as { users: Record<string, unknown>[] }
  expect(users).toMatchObject([{ id: 'fry', state: 'deactivated' }])
})

describe('token inspect', () => {
  interface Inspection {
    readonly accepted: boolean
    readonly verdict: { readonly code?: number; readonly message: string }
    readonly findings: readonly { readonly part: string; readonly ok?: boolean; readonly says: string }[]
  }

  test('says claim by claim what is right and wrong, and why it is refused', async () => {
    await using lab = await CliLab.open()
    const { api_key, api_secret, secret_id } = await createApp(lab)
    const inspect = async (jwt: string) => {
      const ran = await lab.run('token', 'inspect', jwt, '--json')
      const inspection = JSON.parse(ran.out) as Inspection
      expect([ran.exitCode, ran.err]).toEqual([inspection.accepted ? 0 : 1, ''])
      const part = (name: string) => inspection.findings.find(finding => finding.part === name)
      return { ...inspection, part }
    }
    const now = Math.floor(Date.now() / 1000)

    const good = await inspect(await token(lab, 'fry', '--expires', '1h'))
    expect(good.accepted).toBe(true)
    expect(good.part('signature')).toMatchObject({ ok: true, says: expect.stringContaining(secret_id) })
    expect(good.part('claim exp')?.says).toContain('in 59 minutes')

    const expired = await inspect(
      await sign(api_secret, { user_id: 'fry', exp: now - 7200, iat: 'x' as never }),
    )
    expect(expired.verdict.code).toBe(5)
    expect(expired.part('claim exp')).toMatchObject({
      ok: false,
      says: expect.stringContaining('2 hours ago'),
    })
    expect(expired.part('claim iat')).toMatchObject({
      ok: false,
      says: expect.stringContaining('is a string'),
    })
    expect(expired.part('claim user_id')?.ok).toBe(true)

    const foreign = await inspect(await sign('the secret of somebody else', { user_id: 'fry' }))
    expect(foreign.verdict.code).toBe(43)
    expect(foreign.part('signature')).toMatchObject({ ok: false, says: expect.stringContaining(api_key) })

    const none = await inspect(`${base64url('{"alg":"none"}')}.${base64url('{"user_id":"fry"}')}.`)
    expect([none.verdict.code, none.part('header alg')?.ok]).toEqual([43, false])

    const development = await inspect(
      `${base64url('{"alg":"HS256"}')}.${base64url('{"user_id":"fry"}')}.devtoken`,
    )
    expect(development.verdict.message).toContain('development token')

    const broken = await inspect('not-a-token')
    expect([broken.verdict.code, broken.part('form')?.ok]).toEqual([5, false])

    const server = await inspect(await token(lab, '--server'))
    expect(server.verdict.message).toContain('server token')
  })

  test('finds the app whose secret it was, and the state of the user', async () => {
    await using lab = await CliLab.open()
    await createApp(lab, '--key', 'first')
    const second = await createApp(lab, '--key', 'second')
    const jwt = await sign(second.api_secret, { user_id: 'fry' })
    expect((await lab.run('token', 'inspect', jwt)).out).toMatch(
      /✓ signature +made with secret s_\w+ \(active\) of API key second[\s\S]*accepted: user fry of API key second/,
    )
    const other = await lab.run('token', 'inspect', jwt, '--app', 'first')
    expect([other.exitCode, other.out]).toEqual([1, expect.stringContaining('refused with code 43')])
    await lab.json('app', 'rotate-secret', '--app', 'second', '--retire-after', '0')
    const retired = await lab.run('token', 'inspect', jwt)
    expect([retired.exitCode, retired.out]).toEqual([1, expect.stringContaining('retired since')])
    await lab.json('app', 'set', '--app', 'second', '--suspend')
    expect((await lab.run('token', 'inspect', jwt)).out).toContain('refused with code 99')
  })
})

describe('backup and restore', () => {
  test('while a server runs: the copy is whole, and restoring waits for the server to stop', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    await lab.serve()
    const { api_key } = await createApp(lab, '--key', 'planet')
    const server = await token(lab, '--server', '--app', api_key)
    const file = join(lab.folder, 'backups', 'monday.db')
    const backup = await lab.json('backup', file)
    expect(backup).toEqual({ file, size_bytes: statSync(file).size })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = await lab.run('backup', file)
    expect([again.exitCode, again.err]).toEqual([1, expect.stringContaining('never overwrites')])

    await createApp(lab, '--key', 'tuesday')
    const refused = await lab.run('restore', file)
    expect([refused.exitCode, refused.err]).toEqual([1, expect.stringContaining('stop the server first')])
    expect((await lab.call('app', api_key, server)).status).toBe(200)
    expect(await lab.stop()).toBe(0)

    const restored = (await lab.json('restore', file)) as { kept: string }
    const keys = async () =>
      ((await lab.json('app', 'list')) as { apps: NewApp[] }).apps.map(app => app.api_key)
    expect(await keys()).toContain('planet')
    expect(await keys()).not.toContain('tuesday')
    expect(readdirSync(lab.dataDir).some(name => restored.kept.endsWith(name))).toBe(true)

    // The database from before is whole too, and goes back the same way.
    await lab.json('restore', restored.kept)
    expect(await keys()).toContain('tuesday')
  })

  test('what a crash left in the log beside the database is restored with it', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    await lab.serve()
    await createApp(lab, '--key', 'planet')
    const early = join(lab.folder, 'early.db')
    await lab.json('backup', early)
    await createApp(lab, '--key', 'last-words')
    await lab.kill()
    expect(statSync(`${sqlitePath(lab.dataDir)}-wal`).size).toBeGreaterThan(0)

    const { kept } = (await lab.json('restore', early)) as { kept: string }
    expect((await lab.run('token', 'fry', '--app', 'last-words')).exitCode).toBe(1)
    await lab.json('restore', kept)
    expect((await lab.run('token', 'fry', '--app', 'last-words')).exitCode).toBe(0)
  })

  test('what is no backup is refused and changes nothing', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    await createApp(lab, '--key', 'planet')
    const text = join(lab.folder, 'notes.txt')
    writeFileSync(text, 'these are notes\n'.repeat(1_000))
    const cut = join(lab.folder, 'cut.db')
    await lab.json('backup', join(lab.folder, 'whole.db'))
    const whole = await Bun.file(join(lab.folder, 'whole.db')).bytes()
    writeFileSync(cut, whole.subarray(0, whole.length / 2))
    for (const file of [text, cut]) {
      const ran = await lab.run('restore', file)
      expect([ran.exitCode, ran.err]).toEqual([1, expect.stringContaining('is not a backup of Parley')])
    }
    const store = await openStore({ dataDir: lab.dataDir })
    expect((await store.read.listApps()).map(app => app.key)).toEqual(['planet'])
    await store.close()
  })

  test('two servers do not share a data directory', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    await lab.serve()
    const second = await lab.runWith({ PARLEY_PORT: '0' }, 'serve')
    expect([second.exitCode, second.err]).toEqual([2, expect.stringContaining('in use')])
  })

  test('of PostgreSQL are left to its own tools', async () => {
    await using lab = await CliLab.open({ sqlite: true })
    const ran = await lab.run('restore', 'x.db', '--database-url', 'postgres://localhost/parley')
    expect([ran.exitCode, ran.err]).toEqual([1, expect.stringContaining('pg_restore')])
  })
})
