import { expect, test } from 'bun:test'
import { dirname, join } from 'node:path'

const SRC = join(import.meta.dir, '..', 'src')
const SPECIFIER = /^\s*(?:import|export)\b[^'"]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]/gm

/** Every module that `entry` reaches, type imports included, and every package it names. */
async function reach(entry: string): Promise<{ files: Set<string>; packages: Set<string> }> {
  const files = new Set<string>([entry])
  const packages = new Set<string>()
  for (const file of files) {
    const source = await Bun.file(file).text()
    for (const match of source.matchAll(SPECIFIER)) {
      const specifier = match[1] ?? match[2] ?? ''
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier))
      else packages.add(specifier)
    }
  }
  return { files, packages }
}

async function bundle(code: string): Promise<string> {
  const entry = join(import.meta.dir, 'entry.ts')
  const result = await Bun.build({ entrypoints: [entry], files: { [entry]: code }, minify: true })
  return (await Promise.all(result.outputs.map(output => output.text()))).join('')
}

test('the main entry reaches no package and no schema', async () => {
  const { files, packages } = await reach(join(SRC, 'index.ts'))
  expect(files.size).toBeGreaterThan(20)
  expect([...packages]).toEqual([])
  expect([...files].filter(file => file.includes('/schemas/'))).toEqual([])
})

test('the walk finds zod where it is', async () => {
  const { packages } = await reach(join(SRC, 'schemas', 'index.ts'))
  expect([...packages]).toEqual(['zod'])
})

test('a bundle that throws a ChatError carries no advice and no grants', async () => {
  const code = await bundle(
    `import { ChatError, chatErrorOf, closeFor, reconnectAfter, RECONNECT_MAX_MS, isErrorFrame } from '${SRC}/index.ts'
     console.log(new ChatError('not_found', ''), chatErrorOf, closeFor, reconnectAfter, RECONNECT_MAX_MS, isErrorFrame)`,
  )
  expect(code).toContain('token_expired')
  expect(code).not.toContain('Slow mode is on')
  expect(code).not.toContain('add-links')
  expect(code.length).toBeLessThan(4096)
})

test('a bundle that takes one constant carries that constant', async () => {
  const code = await bundle(
    `import { USER_ID_MAX_LENGTH } from '${SRC}/index.ts'; console.log(USER_ID_MAX_LENGTH)`,
  )
  expect(code.length).toBeLessThan(100)
})
