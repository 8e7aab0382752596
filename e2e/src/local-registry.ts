import { mkdtemp, rm } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootDir, run } from './command.ts'

interface Packed {
  readonly name: string
  readonly version: string
  readonly filename: string
  readonly integrity: string
  readonly shasum: string
  readonly folder: string
}

/**
 * The registry of one npm scope, with the packages of this repository packed as they would be published.
 * Everything else keeps coming from where npm has it from.
 */
export class LocalRegistry implements AsyncDisposable {
  readonly #server: Bun.Server<undefined>
  readonly #folder: string
  readonly #packed: readonly Packed[]

  private constructor(folder: string, packed: readonly Packed[]) {
    this.#folder = folder
    this.#packed = packed
    this.#server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: request => this.#answer(request) })
  }

  /** Packs the folders, which hold packages ready to publish. */
  static async of(...folders: readonly string[]): Promise<LocalRegistry> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-registry-'))
    const packed: Packed[] = []
    for (const each of folders) packed.push(await pack(each, folder))
    return new LocalRegistry(folder, packed)
  }

  /** Settings of npm: the user's own, and that `@parley/…` is asked for here. (Shells drop variables with such names.) */
  async env(): Promise<Record<string, string>> {
    const config = join(this.#folder, 'npmrc')
    const own = Bun.file(process.env.npm_config_userconfig ?? join(homedir(), '.npmrc'))
    const settings = (await own.exists()) ? await own.text() : ''
    await Bun.write(config, `${settings}\n@parley:registry=${this.#server.url.href}\n`)
    return { npm_config_userconfig: config }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #answer(request: Request): Promise<Response> {
    const path = decodeURIComponent(new URL(request.url).pathname).slice(1)
    const tarball = this.#packed.find(({ filename }) => filename === path)
    if (tarball) return new Response(Bun.file(join(this.#folder, tarball.filename)))
    const found = this.#packed.find(({ name }) => path === name || path.startsWith(`${name}/`))
    if (!found) return Response.json({ error: 'not found' }, { status: 404 })
    return Response.json(await this.#packument(found))
  }

  async #packument({ name, version, filename, integrity, shasum, folder }: Packed): Promise<unknown> {
    const manifest = await Bun.file(join(folder, 'package.json')).json()
    const dist = { tarball: new URL(filename, this.#server.url).href, integrity, shasum }
    return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
  }
}

async function pack(folder: string, into: string): Promise<Packed> {
  const output = await run(`npm pack --json --silent --pack-destination '${into}'`, join(rootDir, folder))
  const json = output.slice(output.indexOf('[\n'))
  const [packed] = JSON.parse(json) as Omit<Packed, 'folder'>[]
  if (!packed) throw new Error(`npm packed nothing of ${folder}`)
  return { ...packed, folder: join(rootDir, folder) }
}
