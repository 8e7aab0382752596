import { afterAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const script = join(import.meta.dir, '../check-imports.mjs')
const made: string[] = []
afterAll(() => Promise.all(made.map(dir => rm(dir, { recursive: true, force: true }))))

/** Runs the check over a small repository made of these files. */
async function check(files: Record<string, string>): Promise<{ exitCode: number; output: string }> {
  const dir = await mkdtemp(join(tmpdir(), 'parley-imports-'))
  made.push(dir)
  const all = { 'packages/server/src/util/nothing.ts': 'export {}\n', ...files }
  for (const [path, text] of Object.entries(all)) {
    await mkdir(dirname(join(dir, path)), { recursive: true })
    await Bun.write(join(dir, path), text)
  }
  const child = Bun.spawn(['node', script, dir], { stdout: 'pipe', stderr: 'pipe' })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, output: out + err }
}

const server = (path: string) => `packages/server/src/${path}`
const declares = (name: string, ...dependencies: string[]) => ({
  [`packages/${name}/package.json`]: JSON.stringify({
    dependencies: Object.fromEntries(dependencies.map(dependency => [dependency, '1.0.0'])),
  }),
})

test('a message names file, line, import, rule and the way out', async () => {
  const { exitCode, output } = await check({
    [server('domain/rules.ts')]: "// first line\nimport { send } from '../actions/send.ts'\n",
    [server('actions/send.ts')]: 'export const send = 1\n',
  })
  expect(exitCode).toBe(1)
  expect(output).toContain("packages/server/src/domain/rules.ts:2: imports '../actions/send.ts'")
  expect(output).toContain('rule: domain is below actions')
  expect(output).toContain('way out: move what domain needs down')
})

test('a repository without sources is not called clean', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-imports-'))
  made.push(dir)
  expect(await Bun.spawn(['node', script, dir], { stdout: 'ignore', stderr: 'ignore' }).exited).toBe(1)
})

/** One broken rule each: the offending file, its text, what the message must say, and files it needs to exist. */
const BROKEN: [name: string, path: string, text: string, says: string, also?: Record<string, string>][] = [
  [
    'http and ws on one floor',
    server('http/a.ts'),
    "import '../ws/b.ts'",
    'http and ws are on the same floor',
  ],
  ['a type going up', server('hub/a.ts'), "import type { X } from '../auth/b.ts'", 'hub is below auth'],
  ['an export going up', server('util/a.ts'), "export * from '../domain/b.ts'", 'util is below domain'],
  ['a dynamic import', server('util/a.ts'), "const a = await import('../hub/b.ts')", 'util is below hub'],
  ['a room nobody knows', server('misc/a.ts'), "import '../util/b.ts'", "'misc' is no known room"],
  [
    'two nouns of http',
    server('http/users.ts'),
    "import { x } from './messages.ts'",
    'different nouns (users, messages)',
    { [server('actions/users/a.ts')]: 'export {}', [server('actions/messages/a.ts')]: 'export {}' },
  ],
  [
    'a store behind its interface',
    server('actions/a.ts'),
    "import '../store/sqlite/b.ts'",
    'by its interface',
  ],
  [
    'kysely in an action',
    server('actions/a.ts'),
    "import { sql } from 'kysely'",
    'may be named only in store',
  ],
  [
    'bun:sqlite in http',
    server('http/a.ts'),
    "import { Database } from 'bun:sqlite'",
    'may be named only in',
  ],
  [
    'hono in an action',
    server('actions/a.ts'),
    "import { z } from '@hono/zod-openapi'",
    'only in http, ws, admin',
  ],
  ['hono below http', server('hub/a.ts'), "import { cors } from 'hono/cors'", 'only in http, ws, admin'],
  ['jose outside auth', server('ws/a.ts'), "import { jwtVerify } from 'jose'", 'may be named only in auth'],
  ['the disk in domain', server('domain/a.ts'), "import { readFileSync } from 'node:fs'", 'touches no clock'],
  ['the clock in domain', server('domain/a.ts'), 'export const now = () => Date.now()', 'reads the clock'],
  ['today in domain', server('domain/a.ts'), 'export const now = () => new Date()', 'reads the clock'],
  [
    'the clock in a template',
    server('domain/a.ts'),
    `export const a = \`\${Date.now()}\``,
    'reads the clock',
  ],
  ['a timer in domain', server('domain/a.ts'), 'setTimeout(() => {}, 1)', 'sets a timer'],
  ['the network in protocol', 'packages/protocol/src/a.ts', "await fetch('/x')", 'uses the network'],
  ['chance in domain', server('domain/a.ts'), 'export const id = crypto.randomUUID()', 'makes random values'],
  [
    'a secret in http',
    server('http/a.ts'),
    'await store.listSecrets(1)',
    'nothing outside auth/ sees a secret',
  ],
  [
    'the SDK in the server',
    server('http/a.ts'),
    "import '@parley/client'",
    'server may import @parley/protocol',
  ],
  [
    'testkit in the server',
    server('http/a.ts'),
    "import '@parley/testkit'",
    'server may import @parley/protocol',
  ],
  ['a test in code', server('http/a.ts'), "import './a.test.ts'", 'code does not import tests'],
  [
    'a neighbour by its path',
    server('http/a.ts'),
    "import '../../../protocol/src/b.ts'",
    'left by a relative path',
  ],
  ['zod in the SDK', 'packages/client/src/a.ts', "import { z } from 'zod'", 'does not list zod'],
  [
    'schemas in the SDK',
    'packages/client/src/a.ts',
    "import '@parley/protocol/schemas'",
    'client may import',
  ],
  [
    'Node in the SDK',
    'packages/client/src/a.ts',
    "import { createHmac } from 'node:crypto'",
    'runs in browsers',
  ],
  [
    'secrets in the browser',
    'packages/client/src/a.ts',
    "import './server/b.ts'",
    'the only place a secret may live',
  ],
  [
    'protocol standing on others',
    'packages/protocol/src/a.ts',
    "import '@parley/server'",
    'no package of this',
  ],
  [
    'an undeclared library',
    server('util/a.ts'),
    "import pino from 'pino'",
    'package.json does not list pino',
  ],
]

describe('refused', () => {
  test.each(BROKEN)('%s', async (_name, path, text, says, also = {}) => {
    const { exitCode, output } = await check({ [path]: `\n${text}\n`, ...also })
    expect(output).toContain(`${path}:2: `)
    expect(output).toContain(says)
    expect(exitCode).toBe(1)
  })
})

/** What looks like a broken rule and is none. */
const FINE: [name: string, path: string, text: string, also?: Record<string, string>][] = [
  ['going down', server('http/a.ts'), "import { b } from '../domain/b.ts'"],
  ['wiring names everything', server('main.ts'), "import './store/sqlite/b.ts'\nimport './http/c.ts'"],
  ['the interface of the store', server('hub/a.ts'), "import type { Store } from '../store/store.ts'"],
  ['a comment', server('domain/a.ts'), "// import '../http/b.ts' at Date.now()\n/* fetch('x') */"],
  ['a string', server('domain/a.ts'), "export const text = 'never call Date.now() or fetch(x)'"],
  [
    'a regular expression',
    server('domain/a.ts'),
    "export const quote = /['\"`]/\nexport const b = 'Date.now()'",
  ],
  ['a date that was given', server('domain/a.ts'), 'export const day = (ms: number) => new Date(ms)'],
  ['hashing in domain', server('domain/a.ts'), "import { createHash } from 'node:crypto'"],
  ['a test beside the rule', server('domain/a.test.ts'), "import '@parley/testkit'\nDate.now()"],
  [
    'shared code of http',
    server('http/users.ts'),
    "import './route.ts'",
    { [server('actions/users/a.ts')]: '' },
  ],
  [
    'the file that assembles http',
    server('http/app.ts'),
    "import './users.ts'",
    { [server('actions/users/a.ts')]: '', [server('actions/app/a.ts')]: '' },
  ],
  ['types of schemas', 'packages/protocol/src/a.ts', "import type { B } from './schemas/b.ts'"],
  ['testkit', 'packages/testkit/src/a.ts', "import '@parley/server'\nimport '@parley/client'"],
  ['a declared library', server('http/a.ts'), "import { Hono } from 'hono'", declares('server', 'hono')],
]

describe('allowed', () => {
  test.each(FINE)('%s', async (_name, path, text, also = {}) => {
    const { exitCode, output } = await check({ [path]: `${text}\n`, ...also })
    expect(output).toContain('nothing broken')
    expect(exitCode).toBe(0)
  })
})
