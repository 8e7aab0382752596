import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootDir } from './command.ts'
import { freePort } from './free-port.ts'
import { Program } from './program.ts'

/** What somebody has who typed `npm start` in a clone: a server over an empty folder, on a free port. */
export class StartedServer implements AsyncDisposable {
  readonly url: string
  readonly apiKey: string
  /** With it one becomes the dashboard's first admin. */
  readonly setupLink: string
  readonly #program: Program
  readonly #folder: string

  private constructor(
    program: Program,
    folder: string,
    { url, apiKey, setupLink }: Pick<StartedServer, 'url' | 'apiKey' | 'setupLink'>,
  ) {
    this.#program = program
    this.#folder = folder
    this.url = url
    this.apiKey = apiKey
    this.setupLink = setupLink
  }

  static async start(): Promise<StartedServer> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-started-'))
    const env = { PARLEY_PORT: String(freePort()), PARLEY_DATA_DIR: folder, PARLEY_LOG_LEVEL: 'warn' }
    const program = new Program('npm start', rootDir, env)
    const [, apiKey = ''] = await program.prints(/API key\s+(\S+)/)
    const [url = ''] = await program.prints(/http:\S+/)
    const [, setupLink = ''] = await program.prints(/Dashboard\s+(\S+)/)
    return new StartedServer(program, folder, { url, apiKey, setupLink })
  }

  /** With these its command line finds it. */
  get env(): Record<string, string> {
    return { PARLEY_DATA_DIR: this.#folder }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#program[Symbol.asyncDispose]()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
