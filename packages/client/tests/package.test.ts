import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { startServer } from '@parley/testkit'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

const packageDir = resolve(import.meta.dir, '..')
const rootDir = resolve(packageDir, '../..')
const home = mkdtempSync(join(tmpdir(), 'parley-client-'))
const dist = join(home, 'node_modules/@parley/client')
const node = Bun.which('node') ?? 'node'

/** What the package is on a stranger's machine: built, and alone in their node_modules. */
beforeAll(() => {
  const { exitCode, stderr } = Bun.spawnSync([node, join(packageDir, 'build.mjs'), dist])
  if (exitCode !== 0) throw new Error(stderr.toString())
  writeFileSync(join(home, 'package.json'), '{"type": "module"}')
  for (const name of ['ws', '@types/ws', '@types/node', 'undici-types']) {
    mkdirSync(join(home, 'node_modules/@types'), { recursive: true })
    symlinkSync(join(rootDir, 'node_modules', name), join(home, 'node_modules', name))
  }
}, 120_000)

afterAll(() => rmSync(home, { recursive: true }))

describe('the published package', () => {
  test('has nothing for publint to say', async () => {
    const { messages, pkg } = await publint({ pkgDir: dist, strict: true, pack: false })
    expect(messages.map(message => formatMessage(message, pkg ?? {}))).toEqual([])
  })

  test('depends on nothing', () => {
    const manifest = JSON.parse(readFileSync(join(dist, 'package.json'), 'utf8'))
    expect(manifest.dependencies).toBeUndefined()
    const named = filesIn(dist)
      .filter(path => /\.(js|ts)$/.test(path))
      .flatMap(path => [...readFileSync(path, 'utf8').matchAll(/(?:from|import\()\s*['"]([^'"]+)['"]/g)])
      .map(([, name]) => name ?? '')
    expect(named.length).toBeGreaterThan(20)
    // Documentation shows how to give Node 20 a WebSocket
    expect([...new Set(named.filter(name => !name.startsWith('.')))]).toEqual(['ws'])
  })

  test('stays below 30 KiB, and its client knows no secrets', async () => {
    const entry = join(dist, 'index.js')
    const { outputs } = await Bun.build({ entrypoints: [entry], minify: true, target: 'browser' })
    const code = (await outputs[0]?.text()) ?? ''
    expect(Bun.gzipSync(code).byteLength).toBeLessThan(30 * 1024)
    for (const forbidden of ['createToken', 'HMAC', 'subtle', 'importKey', 'verifyWebhook', 'ServerClient']) {
      // the one place that says where tokens come from
      const texts = code.replaceAll('ServerClient.createToken(userId)', '')
      expect(texts).not.toContain(forbidden)
    }
    const server = readFileSync(join(dist, 'server/index.js'), 'utf8')
    expect(server).toContain('createToken')
  })

  test('has types that stand alone, under both ways of resolving; the documentation compiles', () => {
    const snippets = documentedSnippets()
    expect(snippets.length).toBeGreaterThanOrEqual(7)
    const sources = { 'use.ts': CONSUMER, 'globals.d.ts': GLOBALS }
    for (const [index, text] of snippets.entries()) Object.assign(sources, { [`snippet-${index}.ts`]: text })
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(home, name), text)
    for (const [module, moduleResolution] of [
      ['NodeNext', 'NodeNext'],
      ['ESNext', 'Bundler'],
    ]) {
      const options = ['--strict', '--noEmit', '--target', 'ES2022', '--lib', 'ES2022,DOM', '--types', 'node']
      const how = ['--module', module ?? '', '--moduleResolution', moduleResolution ?? '']
      const tsc = join(rootDir, 'node_modules/.bin/tsc')
      const { exitCode, stdout } = Bun.spawnSync([tsc, ...options, ...how, ...Object.keys(sources)], {
        cwd: home,
      })
      expect(stdout.toString()).toBe('')
      expect(exitCode).toBe(0)
    }
  }, 120_000)

  test('runs under Node with a WebSocket from ws', async () => {
    await using server = await startServer()
    writeFileSync(join(home, 'use.mjs'), NODE_PROGRAM)
    const { exited, stdout, stderr } = Bun.spawn(
      [node, 'use.mjs', server.url, server.apiKey, server.secret],
      {
        cwd: home,
        stdout: 'pipe',
        stderr: 'pipe',
      },
    )
    const [code, said, complaint] = await Promise.all([
      exited,
      new Response(stdout).text(),
      new Response(stderr).text(),
    ])
    expect(complaint).toBe('')
    expect(said.trim().split('\n')).toEqual(['Hello from Node', 'bender was here, same error class: true'])
    expect(code).toBe(0)
  }, 120_000)
})

const CONSUMER = `
import { ChatClient, ChatError, StreamChat, type MessageResponse } from '@parley/client'
import { ServerClient } from '@parley/client/server'
import { WebSocket } from 'ws'

const client: ChatClient = StreamChat.getInstance('key', { baseURL: 'http://127.0.0.1:1', WebSocket })
const parley = new ServerClient('key', 'secret')
const token: Promise<string> = parley.createToken('bender')
client.on('message.new', ({ message }) => { const text: string = message.text; void text })
client.on('my-event', event => { const type: 'my-event' = event.type; void type })
// @ts-expect-error there is no such event
client.on('mesage.new', () => undefined)
export async function history(): Promise<readonly MessageResponse[]> {
  try {
    await client.connectUser({ id: 'bender', extraData: { name: 'Bender' } }, () => token)
    const [channel] = await client.queryChannels({ type: 'messaging' }, [{ field: 'last_message_at', direction: -1 }])
    return channel?.state.messages ?? []
  } catch (error) {
    if (error instanceof ChatError && error.errorName === 'not_allowed') return []
    throw error
  }
}
`

/** What the documentation takes as given. */
const GLOBALS = `
declare const apiKey: string, secret: string, baseURL: string, key: string
declare const client: import('@parley/client').ChatClient
declare const channel: import('@parley/client').Channel
declare const message: import('@parley/client').LocalMessage
declare const picked: File
declare const parley: import('@parley/client/server').ServerClient
declare const user: { id: string }
declare const token: string
declare function fetchToken(): Promise<string>
declare const expiresAtSeconds: number, issuedAtSeconds: number
declare const rawBody: string
declare const request: { headers: Record<'x-signature', string> }
`

const NODE_PROGRAM = `
import { ChatClient, ChatError } from '@parley/client'
import { ChatError as ServerChatError, ServerClient } from '@parley/client/server'
import { WebSocket } from 'ws'

const [baseURL, key, secret] = process.argv.slice(2)
const token = await new ServerClient(key, secret, { baseURL }).createToken('bender')
const client = new ChatClient(key, { baseURL, WebSocket })
const { user } = await client.connectUser({ id: 'bender' }, token)
const channel = client.channel('messaging', 'ship', { members: ['bender'] })
await channel.watch()
const heard = new Promise(resolve => channel.on('message.new', ({ message }) => resolve(message.text)))
await channel.sendMessage({ text: 'Hello from Node' })
console.log(await heard)
await client.disconnectUser()
const same = ChatError === ServerChatError
console.log(user.id, 'was here, same error class:', same)
`

/** The TypeScript of the README and of `@example`s, as modules. */
function documentedSnippets(): string[] {
  const readme = readFileSync(join(packageDir, 'README.md'), 'utf8')
  const blocks = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? '')
  const sources = ['client.ts', 'server/server-client.ts'].map(name =>
    readFileSync(join(packageDir, 'src', name), 'utf8'),
  )
  const examples = sources.flatMap(text =>
    [...text.matchAll(/@example\n(.*?)\*\//gs)].map(([, code]) => code ?? ''),
  )
  const bare = examples.map(code => code.replaceAll(/^ +\* ?/gm, ''))
  const imports =
    "import { ChatClient } from '@parley/client'\nimport { ServerClient } from '@parley/client/server'\n"
  return [...blocks, ...bare.map(code => imports + code)].map(code => {
    const known = /\bnew ChatClient\b/.test(code) && !code.includes("from '@parley/client'") ? imports : ''
    return `${known}${code}\nexport {}\n`
  })
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
}
