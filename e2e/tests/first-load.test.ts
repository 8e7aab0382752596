import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { gzipSync } from 'bun'
import { rootDir } from '../src/command.ts'

const dist = join(rootDir, 'apps/playground/dist')

/** The page, its styles and scripts, and what these load before anything is clicked. */
async function firstLoad(): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>()
  const waiting = ['index.html']
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (sizes.has(file)) continue
    const text = await Bun.file(join(dist, file)).text()
    sizes.set(file, gzipSync(text).byteLength)
    waiting.push(...linkedFrom(file, text))
  }
  return sizes
}

/** `import()` is not among them: what it loads comes later. */
function linkedFrom(file: string, text: string): string[] {
  const pattern = file.endsWith('.html')
    ? /\b(?:src|href)="\.?\/?([\w.-]+\.(?:js|css))"/g
    : /\b(?:from|import)\s*"\.\/([\w.-]+\.js)"/g
  return file.endsWith('.css') ? [] : [...text.matchAll(pattern)].map(([, linked = '']) => linked)
}

test('the first load of the playground is at most 250 KiB, gzipped', async () => {
  const sizes = await firstLoad()
  expect([...sizes.keys()].some(file => file.endsWith('.js'))).toBeTrue()
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0)
  console.log(`first load: ${(total / 1024).toFixed(1)} KiB gzipped in ${sizes.size} files`)
  expect(total).toBeLessThanOrEqual(250 * 1024)
})
