import { expect, test } from 'bun:test'
import { findPasswordProblem } from '../../../packages/server/src/domain/admins.ts'
import { passwordRules } from '../src/app/session/password-rules'

const EMAIL = 'ada@example.com'

test.each([
  ['a horse, a battery', true],
  ['elevenchars', false],
  ['twelve chars', true],
  ['abcdabcdabcdabcd', false],
  ['abcdeabcdeabcde', true],
  [EMAIL, false],
  [EMAIL.toUpperCase(), false],
  ['', false],
])('"%s" keeps the rules on the page exactly when the server takes it', (password, isGood) => {
  expect(passwordRules(password, EMAIL).every(({ isKept }) => isKept)).toBe(isGood)
  expect(findPasswordProblem(password, EMAIL) === undefined).toBe(isGood)
})
