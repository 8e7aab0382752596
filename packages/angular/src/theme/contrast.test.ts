import { expect, test } from 'bun:test'

const css = await Bun.file(new URL('./theme.css', import.meta.url)).text()
const pairs = [...css.matchAll(/--parley-([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)]
const tokens = new Map(pairs.map(([, name, light, dark]) => [name, { light, dark }]))

const surfaces = ['surface-sunken', 'surface', 'surface-raised', 'surface-hover', 'surface-selected']
const bubbles = ['bubble-own', 'bubble-other']
/** Text and what is behind it: 4.5 to 1 (WCAG 2.2 AA). */
const texts: [text: string, behind: string[]][] = [
  ['text', surfaces],
  ['text-muted', [...surfaces, ...bubbles]],
  ['link', [...surfaces, ...bubbles]],
  ['accent', ['surface-sunken', 'surface', 'surface-raised', 'accent-soft']],
  ['on-accent', ['accent', 'accent-hover']],
  ['bubble-own-text', ['bubble-own']],
  ['bubble-other-text', ['bubble-other']],
  ['danger', ['surface-sunken', 'surface', 'surface-raised', 'danger-soft', 'surface-selected']],
  ['on-danger', ['danger']],
  ['warning', ['surface', 'surface-sunken', 'warning-soft']],
  ['success', ['surface', 'surface-sunken', 'success-soft']],
  ['text', ['danger-soft', 'warning-soft', 'success-soft', 'accent-soft']],
  ['text-muted', ['danger-soft', 'warning-soft']],
]
/** What must be seen without being read: 3 to 1. */
const shapes: [shape: string, behind: string[]][] = [
  ['border-strong', ['surface', 'surface-sunken', 'surface-raised']],
  ['focus-ring', [...surfaces, ...bubbles]],
  ['online', ['surface', 'surface-sunken']],
]

for (const theme of ['light', 'dark'] as const) {
  test(`texts are readable in the ${theme} theme`, () => {
    expect(tooWeak(texts, theme, 4.5)).toEqual([])
  })
  test(`shapes are visible in the ${theme} theme`, () => {
    expect(tooWeak(shapes, theme, 3)).toEqual([])
  })
}

function tooWeak(rows: typeof texts, theme: 'light' | 'dark', least: number): string[] {
  return rows.flatMap(([front, behinds]) =>
    behinds.flatMap(behind => {
      const ratio = contrast(colour(front, theme), colour(behind, theme))
      return ratio < least ? [`${front} on ${behind}: ${ratio.toFixed(2)}`] : []
    }),
  )
}

function colour(name: string, theme: 'light' | 'dark'): string {
  const value = tokens.get(name)?.[theme]
  if (!value) throw new Error(`there is no colour --parley-${name}`)
  return value
}

/** WCAG's: 1 for the same colour, 21 for black on white. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('the documentation has every token with its default', async () => {
  const page = await Bun.file(new URL('../../../../docs/angular-theme.md', import.meta.url)).text()
  const rows = new Map(
    [...page.matchAll(/^\| `--parley-([\w-]+)` \|.*\| (.*) \|$/gm)].map(row => [row[1], row[2]]),
  )
  const names = new Set(
    [...css.matchAll(/^ {2}--parley-(?!color-scheme)([\w-]+):/gm)].map(([, name]) => name),
  )
  expect([...rows.keys()].toSorted()).toEqual([...names].toSorted())
  for (const [name, { light, dark }] of tokens) expect(rows.get(name)).toBe(`\`${light}\` / \`${dark}\``)
})
