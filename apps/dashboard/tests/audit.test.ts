import { expect, test } from 'bun:test'
import { diffRows } from '../src/app/pages/audit/audit-diff'
import { deedOf, wordsOf } from '../src/app/pages/audit/audit-words'

test('a change is told field by field, down to what differs', () => {
  const before = { name: 'Chat', settings: { replies: true, max_length: 5000 }, apps: ['one'], gone: 'x' }
  const after = { name: 'Chat', settings: { replies: false, max_length: 5000 }, apps: null, made: {} }
  expect(diffRows(before, after)).toEqual([
    { field: 'apps', before: 'one', after: 'none' },
    { field: 'gone', before: 'x', after: undefined },
    { field: 'made', before: undefined, after: '{}' },
    { field: 'settings.replies', before: 'yes', after: 'no' },
  ])
})

test('what was made or removed has one side', () => {
  expect(diffRows(null, { role: 'viewer' })).toEqual([{ field: 'role', before: undefined, after: 'viewer' }])
  expect(diffRows({ role: 'viewer' }, null)).toEqual([{ field: 'role', before: 'viewer', after: undefined }])
  expect(diffRows(null, null)).toEqual([])
})

test('an action is told in words, and one nobody wrote words for by its name', () => {
  expect(wordsOf('user.ban')).toBe('banned')
  expect(wordsOf('app.secret.reveal')).toBe('looked at')
  expect(wordsOf('planet.turn_around')).toBe('turn around:')
})

test('what somebody did to their own account does not name them twice', () => {
  const signIn = { action: 'session.start', admin: 'ada@example.com', target: 'admin ada@example.com' }
  expect(deedOf(signIn)).toEqual({ words: 'signed in', target: '' })
  const ofAnother = { ...signIn, action: 'admin.access', target: 'admin bob@example.com' }
  expect(deedOf(ofAnother)).toEqual({ words: 'changed the access of', target: 'admin bob@example.com' })
})
