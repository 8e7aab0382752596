import { expect, test } from 'bun:test'
import { findUserIdProblem, isGuestId } from './user-ids.ts'

test.each(['a', 'Bender_1', 'me@planet-express', 'A'.repeat(255)])('%s is a user id', id => {
  expect(findUserIdProblem(id)).toBeUndefined()
})

test.each([
  ['', /empty/],
  ['A'.repeat(256), /255 characters at most, this one has 256/],
  ['a b', /contains U\+0020/],
  ['a.b', /contains "\."/],
  ['!anon', /contains "!"/],
  ['zoë', /contains U\+00EB/],
  ['ｂender', /contains U\+FF42/],
  ['robot🤖', /contains U\+1F916/],
  ['a\n', /contains U\+000A/],
  [7, /must be a string/],
  [undefined, /must be a string/],
])('%p is none', (id, problem) => {
  expect(findUserIdProblem(id)).toMatch(problem)
})

test('guests are told by their id', () => {
  expect(isGuestId(`guest-${crypto.randomUUID()}-bender`)).toBe(true)
  expect(isGuestId('guest-of-honour')).toBe(false)
})
