import { expect, test } from 'bun:test'
import { Arrivals } from './arrivals.ts'

test('news is what was announced to a topic since the read, and nothing is kept for nobody', () => {
  const arrivals = new Arrivals()
  arrivals.note('hall')
  using alice = arrivals.begin()
  expect(alice.hasNews(['hall'])).toBe(false)
  arrivals.note('hall')
  expect(alice.hasNews(['yard'])).toBe(false)
  expect(alice.hasNews(['yard', 'hall'])).toBe(true)
  alice.read()
  expect(alice.hasNews(['hall'])).toBe(false)
})

test('one who came is done, another who is coming still hears of it', () => {
  const arrivals = new Arrivals()
  using bob = arrivals.begin()
  {
    using alice = arrivals.begin()
    arrivals.note('hall')
    expect(alice.hasNews(['hall'])).toBe(true)
  }
  expect(bob.hasNews(['hall'])).toBe(true)
})
