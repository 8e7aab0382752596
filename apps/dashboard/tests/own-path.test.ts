import { expect, test } from 'bun:test'
import { ownPath } from '../src/app/session/own-path'

test.each([
  ['/apps/k/users?q=%7B%7D#top', '/apps/k/users?q=%7B%7D#top'],
  ['/', '/'],
  [null, '/'],
  ['', '/'],
  ['https://evil.example', '/'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['javascript:alert(1)', '/'],
  ['/sign-in?next=/sign-in', '/'],
])('%p leads to %s', (next, path) => {
  expect(ownPath(next)).toBe(path)
})
