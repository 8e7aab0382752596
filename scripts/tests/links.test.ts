import { expect, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Glob } from 'bun'

const root = join(import.meta.dir, '../..')
const pages = ['*.md', 'docs/**/*.md', 'packages/*/*.md', 'examples/*.md'].flatMap(pattern => [
  ...new Glob(pattern).scanSync({ cwd: root }),
])

/** As GitHub makes them from headings, and those written by hand. */
async function anchorsOf(path: string): Promise<Set<string>> {
  const text = await Bun.file(path).text()
  const headings = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  )
  const byHand = [...text.matchAll(/<a id="([^"]+)"/g)].map(([, id = '']) => id)
  return new Set([...headings, ...byHand])
}

async function brokenLinks(page: string): Promise<string[]> {
  const text = (await Bun.file(join(root, page)).text()).replace(/```[\s\S]*?```/g, '')
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link)
  const broken: string[] = []
  for (const link of links.filter(link => !/^[a-z]+:/.test(link))) {
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? join(root, page) : join(root, dirname(page), file)
    const exists = existsSync(target)
    if (!exists || (anchor && !(await anchorsOf(target)).has(anchor))) broken.push(`${page}: ${link}`)
  }
  return broken
}

test('links inside the documentation lead somewhere', async () => {
  expect(pages.length).toBeGreaterThan(20)
  expect((await Promise.all(pages.map(brokenLinks))).flat()).toEqual([])
})
