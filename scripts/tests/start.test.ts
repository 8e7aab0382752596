import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const library = (name: string): string => join(import.meta.dir, '../lib', name)
type Lock = Record<string, { version?: string; integrity?: string; optional?: boolean; link?: boolean }>
const { missingPackages } = (await import(library('install.mjs'))) as {
  missingPackages(wanted: Lock, installed: Lock): string[]
}
const { isStale } = (await import(library('web-apps.mjs'))) as {
  isStale(app: { sources: string[]; output: string }): boolean
}

const dir = await mkdtemp(join(tmpdir(), 'parley-start-'))
afterAll(() => rm(dir, { recursive: true, force: true }))

test('what is installed as locked is not installed again', () => {
  const wanted: Lock = {
    '': {},
    'packages/client': { version: '0.1.0' },
    'node_modules/@parley/client': { link: true },
    'node_modules/hono': { version: '4.0.0', integrity: 'sha512-a' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  }
  const installed: Lock = {
    'node_modules/@parley/client': { link: true },
    'node_modules/hono': { version: '4.0.0', integrity: 'sha512-a' },
  }
  expect(missingPackages(wanted, installed)).toEqual([])
})

test('a new, a changed and an exchanged package are missing', () => {
  const wanted: Lock = {
    'node_modules/new': { version: '1.0.0' },
    'node_modules/changed': { version: '2.0.0' },
    'node_modules/exchanged': { version: '1.0.0', integrity: 'sha512-b' },
  }
  const installed: Lock = {
    'node_modules/changed': { version: '1.0.0' },
    'node_modules/exchanged': { version: '1.0.0', integrity: 'sha512-a' },
  }
  const missing = ['node_modules/new', 'node_modules/changed', 'node_modules/exchanged']
  expect(missingPackages(wanted, installed)).toEqual(missing)
})

test('a web app is built when it is missing or older than a source', async () => {
  const app = { sources: [join(dir, 'src')], output: join(dir, 'dist.html') }
  await Bun.write(join(dir, 'src/deep/page.ts'), 'export {}')
  expect(isStale(app)).toBe(true)
  await Bun.write(app.output, '<html>')
  await utimes(app.output, new Date(), new Date(Date.now() + 60_000))
  expect(isStale(app)).toBe(false)
  await utimes(join(dir, 'src/deep/page.ts'), new Date(), new Date(Date.now() + 120_000))
  expect(isStale(app)).toBe(true)
})

test('npm start serves, and a signal to the whole process group ends it in good order', async () => {
  const start = join(import.meta.dir, '../start.mjs')
  const flags = ['--port', '0', '--data-dir', join(dir, 'data'), '--log-level', 'warn']
  const server = Bun.spawn(['node', start, ...flags], { stdin: 'ignore', stdout: 'pipe', detached: true })
  let shown = ''
  for await (const chunk of server.stdout) {
    shown += new TextDecoder().decode(chunk)
    if (!/API secret/.test(shown)) continue
    const [url = ''] = /http:\S+/.exec(shown) ?? []
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    process.kill(-server.pid, 'SIGTERM')
  }
  expect(await server.exited).toBe(0)
  expect(shown).toContain('Parley listens on')
})

test('signals reach the server, and its exit code is the command’s', async () => {
  const child = join(dir, 'child.mjs')
  await Bun.write(
    child,
    "process.on('SIGTERM', () => process.exit(7))\nconsole.log('up')\nsetInterval(() => {}, 1000)\n",
  )
  const runner = join(dir, 'runner.mjs')
  await Bun.write(
    runner,
    `import { runForeground } from ${JSON.stringify(library('run.mjs'))}\n` +
      `process.exitCode = await runForeground(process.execPath, [${JSON.stringify(child)}])\n`,
  )
  const running = Bun.spawn(['node', runner], { stdin: 'ignore', stdout: 'pipe' })
  const reader = running.stdout.getReader()
  expect(new TextDecoder().decode((await reader.read()).value)).toBe('up\n')
  running.kill('SIGTERM')
  expect(await running.exited).toBe(7)
})
