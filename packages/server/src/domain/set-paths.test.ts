import { expect, test } from 'bun:test'
import { applyPaths } from './set-paths.ts'

test('writes and removes at the root and along paths', () => {
  const before = { color: 'red', source: { name: 'web', detail: { id: 1 } } }
  const after = applyPaths(before, { 'source.detail.id': 2, size: 3 }, ['color', 'source.name'])
  expect(after).toEqual({ source: { detail: { id: 2 } }, size: 3 })
  expect(before).toEqual({ color: 'red', source: { name: 'web', detail: { id: 1 } } })
})

test('removing the last key leaves the empty object, removing what is not there changes nothing', () => {
  expect(applyPaths({ test: { passed: true } }, {}, ['test.passed'])).toEqual({ test: {} })
  expect(applyPaths({ a: 1 }, {}, ['b', 'a.c'])).toEqual({ a: 1 })
})

test('missing objects on the way are made', () => {
  expect(applyPaths({}, { 'a.b.c': 1 }, [])).toEqual({ a: { b: { c: 1 } } })
})

test('paths that can not be meant are refused', () => {
  expect(() => applyPaths({ a: 1 }, { a: 2 }, ['a'])).toThrow('both set and unset')
  expect(() => applyPaths({ a: 1 }, { 'a.b': 2 }, [])).toThrow('not an object')
  expect(() => applyPaths({}, { 'a..b': 2 }, [])).toThrow('not a path')
  expect(() => applyPaths({}, { 'config.x': 2 }, [], root => root === 'config')).toThrow('not custom data')
  expect(() => applyPaths({}, { '__proto__.x': 2 }, [])).toThrow('not a path')
  expect(({} as { x?: number }).x).toBeUndefined()
})
