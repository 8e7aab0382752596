import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { startServer, within } from '@parley/testkit'
import type { Subprocess } from 'bun'

const root = join(import.meta.dir, '../..')
// Inside the repository, where `@parley/client` is found.
const dir = await mkdtemp(join(root, 'node_modules/.parley-readme-'))
afterAll(() => rm(dir, { recursive: true, force: true }))

const readme = await Bun.file(join(root, 'README.md')).text()

/** The code block that contains this text. */
function block(containing: string): string {
  const blocks = [...readme.matchAll(/```(?:ts|sh)\n([\s\S]*?)```/g)].map(match => match[1] ?? '')
  const found = blocks.find(text => text.includes(containing))
  if (!found) throw new Error(`README.md has no code block with ${containing}`)
  return found
}

/** Somebody who follows README.md in a terminal. */
class Talker implements AsyncDisposable {
  readonly #child: Subprocess<'pipe', 'pipe', 'inherit'>
  #shown = ''
  readonly #reading: Promise<void>
  #changed = Promise.withResolvers<void>()

  constructor(file: string, name: string, env: Record<string, string>) {
    this.#child = Bun.spawn([process.execPath, file, name], {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'inherit',
      env: { ...process.env, ...env },
    })
    this.#reading = this.#read()
  }

  async #read(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of this.#child.stdout) {
      this.#shown += decoder.decode(chunk, { stream: true })
      this.#changed.resolve()
      this.#changed = Promise.withResolvers()
    }
  }

  async sees(text: string): Promise<void> {
    const seen = async (): Promise<void> => {
      while (!this.#shown.includes(text)) await this.#changed.promise
    }
    await within(seen(), () => `never saw “${text}”, only: ${this.#shown}`, 60_000)
  }

  types(line: string): void {
    this.#child.stdin.write(`${line}\n`)
    this.#child.stdin.flush()
  }

  async leaves(): Promise<number> {
    await this.#child.stdin.end()
    await this.#reading
    return this.#child.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill()
    await this.#child.exited
  }
}

test('the script of the first page lets two users talk', async () => {
  await using server = await startServer()
  const file = join(dir, 'talk.ts')
  await Bun.write(file, block('createInterface').replaceAll('http://127.0.0.1:8800', server.url))
  const env = { PARLEY_API_KEY: server.apiKey, PARLEY_API_SECRET: server.secret }
  await using ada = new Talker(file, 'ada', env)
  await using bob = new Talker(file, 'bob', env)
  await Promise.all([ada.sees('ada is in the lobby'), bob.sees('bob is in the lobby')])
  ada.types('hi bob')
  await bob.sees('ada: hi bob')
  bob.types('hi ada')
  await ada.sees('bob: hi ada')
  expect(await Promise.all([ada.leaves(), bob.leaves()])).toEqual([0, 0])
}, 30_000)

test('the curl call of the first page sends a message', async () => {
  await using server = await startServer()
  const ada = await server.connected('ada')
  await ada.watch('livestream:lobby')
  const script = block('curl -s')
    .replace(/^TOKEN=.*$/m, '')
    .replaceAll('http://127.0.0.1:8800', server.url)
  const env = { ...process.env, PARLEY_API_KEY: server.apiKey, TOKEN: server.token('ada') }
  const curl = Bun.spawn(['sh', '-c', script], { env, stdout: 'pipe' })
  const reply: unknown = await new Response(curl.stdout).json()
  expect(await ada.next('message.new')).toMatchObject({ message: { text: 'hello from curl' } })
  expect(reply).toMatchObject({ message: { text: 'hello from curl', user: { id: 'ada' } } })
})
