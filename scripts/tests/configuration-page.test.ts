import { expect, test } from 'bun:test'
import { join } from 'node:path'

const root = join(import.meta.dir, '../..')
const page = await Bun.file(join(root, 'docs/configuration.md')).text()

/** What a pattern's first group finds, each once. */
function allOf(pattern: RegExp, text: string): string[] {
  return [...new Set([...text.matchAll(pattern)].map(match => match[1] ?? ''))].sort()
}

test('docs/configuration.md has every variable of config.ts, and no other', async () => {
  const settings = await Bun.file(join(root, 'packages/server/src/config.ts')).text()
  const variable = /(PARLEY_[A-Z0-9_]+)/g
  expect(allOf(variable, page)).toEqual(allOf(variable, settings))
})

test('docs/configuration.md has every flag of parley serve, and no other', async () => {
  const main = join(root, 'packages/server/src/main.ts')
  const help = await new Response(Bun.spawn([process.execPath, main, 'serve', '--help']).stdout).text()
  const flags = allOf(/^ +(--[a-z-]+) </gm, help)
  expect(flags.length).toBeGreaterThan(10)
  expect(allOf(/^\| `(--[a-z-]+)` \|/gm, page)).toEqual(flags)
})
