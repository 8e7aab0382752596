import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { within } from './deadline.ts'
import { testPostgresUrl } from './postgres.ts'
import { signToken } from './tokens.ts'

const API_KEY = 'test-key'
const API_SECRET = 'test-secret-of-32-characters-xxx'

/** A server in a process of its own, over data that outlives it: for tests of crashes and signals. */
export class ServerProcess implements AsyncDisposable {
  readonly apiKey = API_KEY
  readonly port: number
  readonly #folder: string
  readonly #databaseUrl: string | undefined
  #child: Bun.Subprocess<'ignore', 'pipe', 'pipe'> | undefined

  private constructor(folder: string, port: number, databaseUrl: string | undefined) {
    this.#folder = folder
    this.port = port
    this.#databaseUrl = databaseUrl
  }

  /** Starts on a free port, over a fresh database of the kind that `PARLEY_TEST_DATABASE` says. */
  static async start(): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-process-'))
    const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
    const server = new ServerProcess(folder, freePort(), databaseUrl)
    await server.startAgain()
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** Its memory in bytes: of this server alone, not of the tests and whatever else they started. */
  get residentBytes(): number {
    const pid = this.#child?.pid
    const status = `/proc/${pid}/status`
    const told = existsSync(status)
      ? /VmRSS:\s+(\d+)/.exec(readFileSync(status, 'utf8'))?.[1]
      : Bun.spawnSync(['ps', '-o', 'rss=', '-p', String(pid)]).stdout.toString()
    const kibibytes = Number(told)
    if (!(kibibytes > 0)) throw new Error('the system does not tell the memory of the server')
    return kibibytes * 1024
  }

  token(userId: string, claims: Readonly<Record<string, unknown>> = {}): string {
    return signToken(API_SECRET, { user_id: userId, ...claims })
  }

  get serverToken(): string {
    return signToken(API_SECRET, { server: true })
  }

  /** Starts it once more on the same port over the same data; resolves when it listens. */
  async startAgain(): Promise<void> {
    this.#child = Bun.spawn([process.execPath, join(import.meta.dir, '../../server/src/main.ts'), 'serve'], {
      env: {
        ...process.env,
        PARLEY_PORT: String(this.port),
        PARLEY_DATA_DIR: this.#folder,
        PARLEY_API_KEY: API_KEY,
        PARLEY_API_SECRET: API_SECRET,
        PARLEY_RATE_LIMITS: 'off',
        PARLEY_LOG_LEVEL: 'silent',
        ...(this.#databaseUrl === undefined ? {} : { PARLEY_DATABASE_URL: this.#databaseUrl }),
      },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const { value } = await within(this.#child.stdout.getReader().read(), 'the server did not start', 60_000)
    if (value !== undefined) return
    throw new Error(`the server did not start: ${await new Response(this.#child.stderr).text()}`)
  }

  /** Sends a signal and resolves with the exit code once the process is gone. */
  async signal(name: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    this.#child?.kill(name)
    const exited: Promise<unknown> = this.#child?.exited ?? Promise.resolve()
    await within(exited, `the server did not stop on ${name}`, 30_000)
    return this.#child?.exitCode ?? null
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.signal('SIGKILL')
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function freePort(): number {
  const probe = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = probe
  probe.stop(true)
  return port
}
