import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startBrowser } from '../src/browser.ts'
import { rootDir, run } from '../src/command.ts'
import { freePort } from '../src/free-port.ts'
import { allCodeBlocks, type CodeBlock, codeBlocks } from '../src/guide.ts'
import { LocalRegistry } from '../src/local-registry.ts'
import { Program } from '../src/program.ts'
import { StartedServer } from '../src/started-server.ts'
import { Visitor } from '../src/visitor.ts'

const page = await Bun.file(join(rootDir, 'docs/angular.md')).text()
const folder = await mkdtemp(join(tmpdir(), 'parley-guide-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const browser = await startBrowser()

/** Does what the guide says, in the folder: what it starts and leaves running is what is returned. */
class Reader {
  readonly #server: StartedServer
  readonly #registry: LocalRegistry
  readonly #port = freePort()
  #cwd = folder

  constructor(server: StartedServer, registry: LocalRegistry) {
    this.#server = server
    this.#registry = registry
  }

  get project(): string {
    return this.#cwd
  }

  get address(): string {
    return `http://localhost:${this.#port}/`
  }

  async follow({ language, text, file }: CodeBlock): Promise<void> {
    const own = text
      .replaceAll('YOUR_API_KEY', this.#server.apiKey)
      .replaceAll('http://localhost:8800', this.#server.url)
    if (file !== undefined) await Bun.write(join(this.#cwd, file), own)
    else if (language === 'sh') for (const line of own.trim().split('\n')) await this.#type(line)
    else throw new Error(`what is to be done with this?\n${text}`)
  }

  /** What the reader leaves running in terminals of their own. */
  serve(line: string): Program {
    return new Program(`${line} --port ${this.#port}`, this.#cwd)
  }

  async #type(line: string): Promise<void> {
    if (line.startsWith('cd ')) this.#cwd = join(this.#cwd, line.slice(3))
    else if (line.startsWith('npx parley ')) await run(line, rootDir, this.#server.env)
    else await run(line, this.#cwd, await this.#registry.env())
  }
}

test('docs/angular.md leads from ng new to a chat', async () => {
  const blocks = codeBlocks(page, '## From ng new to a chat')
  expect(blocks.shift()?.text).toBe('npm start\n')
  expect(blocks.at(-1)?.text).toBe('npx ng serve\n')
  await using server = await StartedServer.start()
  await using registry = await LocalRegistry.of('packages/client/dist', 'packages/angular/dist')
  const reader = new Reader(server, registry)
  for (const block of blocks.slice(0, -1)) await reader.follow(block)
  await using app = reader.serve('npx ng serve')
  await app.prints(/Local:\s+http/)
  await using ada = await Visitor.arrive(browser)
  await using bob = await Visitor.arrive(browser)
  await ada.page.goto(`${reader.address}?user=ada`)
  await bob.page.goto(`${reader.address}?user=bob`)
  await ada.page.getByRole('textbox', { name: /message/i }).fill('Hello from the guide')
  await ada.page.keyboard.press('Enter')
  await bob.page.getByText('Hello from the guide').first().waitFor()
  await app[Symbol.asyncDispose]()
  for (const block of allCodeBlocks(page)) if (block.file) await reader.follow(block)
  await run('npx ngc --noEmit -p tsconfig.app.json', reader.project)
  expect(await run('npx ng build', reader.project)).toContain('bundle generation complete')
}, 400_000)
