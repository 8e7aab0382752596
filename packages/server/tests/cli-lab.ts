import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testPostgresUrl, within } from '@parley/testkit'

const MAIN = join(import.meta.dir, '../src/main.ts')
const AT_ONCE = 3

export interface Ran {
  readonly exitCode: number
  readonly out: string
  readonly err: string
}

/** The `parley` command as a process, over a data directory and a port of its own. */
export class CliLab implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'parley-cli-'))
  readonly url: string
  readonly #env: Record<string, string>
  #server: Bun.Subprocess<'ignore', 'pipe', 'pipe'> | undefined

  private constructor(databaseUrl: string | undefined, env: Record<string, string>) {
    const port = freePort()
    this.url = `http://127.0.0.1:${port}`
    this.#env = {
      PATH: process.env.PATH ?? '',
      PARLEY_PORT: String(port),
      PARLEY_DATA_DIR: join(this.folder, 'data'),
      PARLEY_LOG_LEVEL: 'silent',
      ...(databaseUrl === undefined ? {} : { PARLEY_DATABASE_URL: databaseUrl }),
      ...env,
    }
  }

  /** Over the kind of database that `PARLEY_TEST_DATABASE` says, or SQLite in any case. */
  static async open(
    options: { readonly sqlite?: boolean; readonly env?: Record<string, string> } = {},
  ): Promise<CliLab> {
    const postgres = process.env.PARLEY_TEST_DATABASE === 'postgres' && !options.sqlite
    return new CliLab(postgres ? await testPostgresUrl() : undefined, options.env ?? {})
  }

  get dataDir(): string {
    return this.#env.PARLEY_DATA_DIR ?? ''
  }

  /** Runs `parley` with these arguments to its end. */
  async run(...args: string[]): Promise<Ran> {
    return this.runWith({}, ...args)
  }

  async runWith(env: Record<string, string>, ...args: string[]): Promise<Ran> {
    const child = this.#spawn(args, env)
    const all = Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    const [out, err, exitCode] = await within(all, `parley ${args.join(' ')} did not end`, 60_000)
    return { exitCode, out, err }
  }

  /** Runs each of them, a few at a time: of many at once a busy machine ends none before its deadline. */
  async runEach(commands: readonly string[][]): Promise<Ran[]> {
    const ran: Ran[] = []
    for (let index = 0; index < commands.length; index += AT_ONCE) {
      const few = commands.slice(index, index + AT_ONCE)
      ran.push(...(await Promise.all(few.map(args => this.run(...args)))))
    }
    return ran
  }

  /** The JSON that a command answers; it must succeed. */
  async json(...args: string[]): Promise<Record<string, unknown>> {
    const ran = await this.run(...args, '--json')
    if (ran.exitCode !== 0) throw new Error(`parley ${args.join(' ')} ended with ${ran.exitCode}: ${ran.err}`)
    return JSON.parse(ran.out)
  }

  /** Starts `parley serve`; resolves with what it greets with. */
  async serve(): Promise<string> {
    this.#server = this.#spawn(['serve'], {})
    const { value } = await within(this.#server.stdout.getReader().read(), 'the server did not start', 60_000)
    if (value) return new TextDecoder().decode(value)
    throw new Error(`the server did not start: ${await new Response(this.#server.stderr).text()}`)
  }

  async stop(): Promise<number | null> {
    this.#server?.kill('SIGTERM')
    const exited: Promise<unknown> = this.#server?.exited ?? Promise.resolve()
    await within(exited, 'the server did not stop', 30_000)
    return this.#server?.exitCode ?? null
  }

  /** The status and body of a call with a token. */
  async call(
    path: string,
    apiKey: string,
    token: string,
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${this.url}/${path}?api_key=${apiKey}`, {
      headers: { authorization: token, 'stream-auth-type': 'jwt' },
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }

  async post(
    path: string,
    apiKey: string,
    token: string,
    body: Record<string, unknown>,
  ): Promise<{ status: number }> {
    const response = await fetch(`${this.url}/${path}?api_key=${apiKey}`, {
      method: 'POST',
      headers: { authorization: token, 'stream-auth-type': 'jwt', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await response.body?.cancel()
    return { status: response.status }
  }

  /** The power goes. */
  async kill(): Promise<void> {
    this.#server?.kill('SIGKILL')
    await this.#server?.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }

  #spawn(args: string[], env: Record<string, string>): Bun.Subprocess<'ignore', 'pipe', 'pipe'> {
    return Bun.spawn([process.execPath, MAIN, ...args], {
      cwd: this.folder,
      env: { ...this.#env, ...env },
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'pipe',
    })
  }
}

function freePort(): number {
  const probe = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data() {} } })
  const { port } = probe
  probe.stop(true)
  return port
}
