import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Config,
  type RunningServer,
  readConfig,
  type StartOptions,
  startServer as start,
} from '@parley/server'
import { type CallOptions, callHttp, type Reply, type ReplyBody } from './http.ts'
import { Person } from './person.ts'
import { testPostgresUrl } from './postgres.ts'
import { signToken } from './tokens.ts'

export interface TestServerOptions extends StartOptions {
  readonly config?: Partial<Config>
  /** Defaults to what `PARLEY_TEST_DATABASE` says: `sqlite` or `postgres`. */
  readonly database?: 'sqlite' | 'postgres'
}

const API_KEY = 'test-key'
const API_SECRET = 'test-secret-of-32-characters-xxx'

/** A real server on a free port of 127.0.0.1 over a fresh database, with people to meet there. */
export class TestServer implements AsyncDisposable {
  readonly apiKey = API_KEY
  readonly secret = API_SECRET
  readonly running: RunningServer
  readonly #folder: string
  readonly #people: Person[] = []

  constructor(running: RunningServer, folder: string) {
    this.running = running
    this.#folder = folder
  }

  /** Where it keeps what is on disk. */
  get folder(): string {
    return this.#folder
  }

  get url(): string {
    return this.running.url
  }

  /** A regular user with a token, not connected. */
  person(id: string, claims: Readonly<Record<string, unknown>> = {}): Person {
    return this.#keep(new Person(this, id, this.token(id, claims)))
  }

  /** A regular user with an open socket. */
  connected(id: string, details: Readonly<Record<string, unknown>> = {}): Promise<Person> {
    return this.person(id).connect(details)
  }

  async guest(name: string): Promise<Person> {
    const body = await this.ok('POST /guest', { user: { id: name, name } }, { token: '' })
    const user = body.user as { id: string }
    return this.#keep(new Person(this, user.id, String(body.access_token)))
  }

  anonymous(): Person {
    return this.#keep(new Person(this, '!anon', undefined))
  }

  token(userId: string, claims: Readonly<Record<string, unknown>> = {}): string {
    return signToken(API_SECRET, { user_id: userId, ...claims })
  }

  get serverToken(): string {
    return signToken(API_SECRET, { server: true })
  }

  /** A call with the app's server token; any status. */
  call(endpoint: string, body?: unknown, options: Partial<CallOptions> = {}): Promise<Reply> {
    return callHttp(this.url, endpoint, { apiKey: API_KEY, token: this.serverToken, body, ...options })
  }

  /** Like `call`, but anything other than 2xx fails the test with the answer. */
  async ok(endpoint: string, body?: unknown, options: Partial<CallOptions> = {}): Promise<ReplyBody> {
    const reply = await this.call(endpoint, body, options)
    if (reply.status >= 300)
      throw new Error(`${endpoint} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  /** Creates the users as a backend would. */
  async upsertUsers(...users: readonly ({ id: string } & Record<string, unknown>)[]): Promise<void> {
    await this.ok('POST /users', { users: Object.fromEntries(users.map(user => [user.id, user])) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled(this.#people.map(person => person[Symbol.asyncDispose]()))
    await this.running.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  #keep(person: Person): Person {
    this.#people.push(person)
    return person
  }
}

/** `await using server = await startServer()` */
export async function startServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-test-'))
  const { config, database = process.env.PARLEY_TEST_DATABASE, ...rest } = options
  const databaseUrl = database === 'postgres' ? await testPostgresUrl() : undefined
  const defaults = readConfig(
    {},
    { PARLEY_PORT: '0', PARLEY_LOG_LEVEL: 'silent', PARLEY_DATA_DIR: folder, PARLEY_RATE_LIMITS: 'off' },
  )
  const running = await start(
    { ...defaults, apiKey: API_KEY, apiSecret: API_SECRET, databaseUrl, ...config },
    rest,
  )
  return new TestServer(running, folder)
}
