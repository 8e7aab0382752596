import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { Distinct } from './distinct.ts'

function add(sketch: Distinct, from: number, to: number): Distinct {
  for (let n = from; n < to; n++) {
    const hash = createHash('sha256').update(`token ${n}`).digest()
    sketch.add(hash.readUInt32BE(0), hash.readUInt32BE(4))
  }
  return sketch
}

test.each([0, 1, 2, 10])('%i are counted to the last', many => {
  expect(add(new Distinct(), 0, many).count()).toBe(many)
})

test.each([100, 1_000, 5_000, 20_000, 100_000])('of %i a few percent are off at most', many => {
  const off = Math.abs(add(new Distinct(), 0, many).count() - many) / many
  expect(off).toBeLessThan(0.05)
})

test('the same again does not count', () => {
  const sketch = add(new Distinct(), 0, 10)
  expect(add(sketch, 0, 10).count()).toBe(10)
})

test('two hours make one day, also after a night on disk', () => {
  const first = Distinct.fromText(add(new Distinct(), 0, 600).toText())
  first.merge(add(new Distinct(), 400, 1_000))
  expect(Math.abs(first.count() - 1_000)).toBeLessThan(50)
  expect(first.count()).toBe(add(new Distinct(), 0, 1_000).count())
  expect(Distinct.fromText('nonsense').count()).toBe(0)
})
