import '@angular/compiler'
import { afterAll, beforeAll, describe, expect, spyOn, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { startServer, type TestServer } from '@parley/testkit'
import { TestApp } from './app'
import { seedApp } from './seeds/seed-app'

/** "Users and tokens", the third document that Parley grew out of: its code, line for line. */
const results = resolve(import.meta.dir, '../../../test-results')
mkdirSync(results, { recursive: true })
const folder = mkdtempSync(join(results, 'seed-'))
const path = join(folder, 'app.ts')
beforeAll(() => writeFileSync(path, seedApp()))
afterAll(() => rmSync(folder, { recursive: true }))

/** The app of the document, in a server's app where development tokens are taken. */
class Seed implements AsyncDisposable {
  readonly app: TestApp
  readonly code: Record<string, () => Promise<void>> & { switchTo(userId: string): Promise<void> }

  private constructor(app: TestApp, code: Seed['code']) {
    this.app = app
    this.code = code
  }

  static async of(server: TestServer): Promise<Seed> {
    await server.ok('PATCH /app', { disable_auth_checks: true })
    const app = new TestApp(server)
    const { SeedApp } = await import(path)
    const environment = {
      apiKey: server.apiKey,
      userId: 'sara',
      token: server.token('sara'),
      fetchToken: async (userId: string) => server.token(userId),
      askBackend: async () => ({ token: server.token('sara') }),
    }
    return new Seed(app, new SeedApp(app.chat, app.channels, environment))
  }

  /** Runs a snippet and waits for who is connected then. */
  async run(method: string, connects: string | RegExp): Promise<void> {
    await this.code[method]?.()
    await this.app.until(`${method} connects`, () => this.app.chat.user()?.id.match(connects))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.app[Symbol.asyncDispose]()
  }
}

describe('Users and tokens', () => {
  test('compiles with only the import changed', () => {
    const root = resolve(import.meta.dir, '../../..')
    const config = join(folder, 'tsconfig.json')
    const options = { compilerOptions: { erasableSyntaxOnly: false }, files: ['app.ts'], include: [] }
    writeFileSync(
      config,
      JSON.stringify({ extends: '../../packages/angular/tsconfig.check.json', ...options }),
    )
    const tsc = join(root, 'node_modules/typescript-native/bin/tsc')
    const { stdout } = Bun.spawnSync(['node', tsc, '--noEmit', '-p', config])
    expect(stdout.toString()).toBe('')
  }, 120_000)

  test('connects by id, by settings, as a guest, anonymously', async () => {
    await using server = await startServer()
    await using seed = await Seed.of(server)
    const { chat } = seed.app
    await seed.run('byId', 'sara')
    await chat.disconnectUser()
    await seed.run('bySettings', 'sara')
    expect(chat.user()).toMatchObject({ name: 'Sara', image: 'url/to/image' })
    await chat.disconnectUser()
    await seed.run('guest', /^guest-.*-john$/)
    expect(chat.user()).toMatchObject({ name: 'john', role: 'guest' })
    await chat.disconnectUser()
    await seed.run('anonymous', '!anon')
  })

  test('connects with a token, with a provider, with a development token', async () => {
    await using server = await startServer()
    await using seed = await Seed.of(server)
    for (const method of ['staticToken', 'tokenProvider', 'developerToken']) {
      await seed.run(method, 'sara')
      // not where `getInstance` of the snippet would have gone, without an address
      expect(seed.app.chat.chatClient?.baseURL).toBe(server.url)
      await seed.app.chat.disconnectUser()
    }
  })

  test('switches users', async () => {
    await using server = await startServer()
    await using seed = await Seed.of(server)
    for (const id of ['fry', 'leela', 'bender']) {
      await seed.code.switchTo(id)
      expect(seed.app.chat.user()?.id).toBe(id)
      await seed.app.until('the channels are there', () => seed.app.channels.channels())
    }
  })

  test('tells of the user, and of nobody when nobody is connected', async () => {
    await using server = await startServer()
    await using seed = await Seed.of(server)
    const log = spyOn(console, 'log').mockImplementation(() => undefined)
    await seed.code.userObject?.()
    await seed.run('byId', 'sara')
    await seed.app.chat.disconnectUser()
    const told = log.mock.calls.map(([user]) => user?.id)
    log.mockRestore()
    expect(told[0]).toBeUndefined()
    expect(told).toContain('sara')
    expect(told.at(-1)).toBeUndefined()
  })
})
