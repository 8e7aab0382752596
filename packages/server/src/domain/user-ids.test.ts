import { expect, test } from 'bun:test'
import { findUserIdProblem, isGuestId } from './user-ids.ts'

test.each(['a', 'Bender_1', 'me@planet-express', 'A'.repeat(255)])('%s is a user id', id => {
  expect(findUserIdProblem(id)).toBeUndefined()
})

test.each([
  ['', /empty/],
  ['A'.repeat(256), /at most 255 characters, got 256/],
  ['a b', /U\+0020/],
  ['a.b', /U\+002E/],
  ['!anon', /must not start with "!"/],
  ['zoë', /U\+00EB/],
  ['ｂender', /U\+FF42/],
  ['robot🤖', /U\+1F916/],
  ['a\n', /U\+000A/],
  [7, /must be a string/],
  [undefined, /must be a string/],
])('%p is none', (id, problem) => {
  expect(findUserIdProblem(id)).toMatch(problem)
})

test('guests are told by their id', () => {
  expect(isGuestId(`guest-${crypto.randomUUID()}-bender`)).toBe(true)
  expect(isGuestId('guest-of-honour')).toBe(false)
})
