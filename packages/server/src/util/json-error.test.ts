import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { findJsonError } from './json-error.ts'

test('says where and what', () => {
  expect(findJsonError('{"a": 1,}')).toMatchObject({ line: 1, column: 9 })
  expect(findJsonError('{\n  "a" 1\n}')).toMatchObject({ line: 2, column: 7 })
  expect(findJsonError('{"a": NaN}')?.message).toContain('"N"')
  expect(findJsonError('{"a": Infinity}')?.column).toBe(7)
  expect(findJsonError('{"a": [1, 2')?.message).toContain('text ends')
  expect(findJsonError('{"a": "x')?.message).toContain('does not end')
  expect(findJsonError('{"a": "\\x"}')?.message).toContain('escape')
  expect(findJsonError("{'a': 1}")?.message).toContain('name')
  expect(findJsonError('{} {}')?.message).toContain('after the end')
  expect(findJsonError('')?.message).toContain('text ends')
})

test('survives nesting without end', () => {
  expect(findJsonError('['.repeat(1_000_000))?.message).toContain('deep')
})

function parses(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

test('agrees with JSON.parse about what is JSON', () => {
  const damaged = fc
    .tuple(
      fc.json({ maxDepth: 4 }),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', ']', '\\', '0', 'e', ' ', '\n'),
    )
    .map(([text, at, put]) => {
      const cut = at % (text.length + 1)
      return text.slice(0, cut) + put + text.slice(cut + (at % 3))
    })
  fc.assert(
    fc.property(damaged, text => {
      expect(findJsonError(text) === undefined).toBe(parses(text))
    }),
    { numRuns: 5_000 },
  )
})
