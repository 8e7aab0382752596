import { expect, test } from 'bun:test'
import fc from 'fast-check'
import {
  ACTIONS,
  type Action,
  actionName,
  builtInPermissionIds,
  formatPermissionId,
  isPermissionId,
  parseGrantModifier,
  parsePermissionId,
} from './permissions.ts'

const actions = Object.keys(ACTIONS) as Action[]
const permission = fc.record({
  action: fc.constantFrom(...actions),
  owner: fc.boolean(),
  anyTeam: fc.boolean(),
})

test('what is put together comes apart the same', () => {
  fc.assert(
    fc.property(permission, parts => {
      expect(parsePermissionId(formatPermissionId(parts))).toEqual(parts)
    }),
  )
})

test('a text that comes apart is what its parts make', () => {
  const words = fc.constantFrom(
    ...actions,
    '-owner',
    '-any-team',
    '-',
    'own',
    ' ',
    '!',
    'toString',
    '__proto__',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 4 }), parts => {
      const text = parts.join('')
      const parsed = parsePermissionId(text)
      if (parsed) expect<string>(formatPermissionId(parsed)).toBe(text)
      expect(isPermissionId(text)).toBe(parsed !== undefined)
    }),
    { numRuns: 1000 },
  )
})

test('every built-in id is listed once and known', () => {
  const ids = builtInPermissionIds()
  expect(ids.length).toBe(actions.length * 4)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every(isPermissionId)).toBe(true)
})

test('suffixes stand in one order only', () => {
  expect(parsePermissionId('delete-channel-owner-any-team')).toEqual({
    action: 'delete-channel',
    owner: true,
    anyTeam: true,
  })
  expect(parsePermissionId('delete-channel-any-team-owner')).toBeUndefined()
  expect(parsePermissionId('remove-own-channel-membership')?.owner).toBe(false)
})

test('names of Object.prototype are no permissions', () => {
  for (const id of ['constructor', 'toString', '__proto__', 'hasOwnProperty-owner', '', '-owner']) {
    expect(parsePermissionId(id)).toBeUndefined()
  }
})

test('a modifier gives or takes away', () => {
  expect(parseGrantModifier('!add-links')).toEqual({ id: 'add-links', revoke: true })
  expect(parseGrantModifier('create-reaction')).toEqual({ id: 'create-reaction', revoke: false })
})

test('actions have a spelling in capitals', () => {
  expect(actionName('create-distinct-channel-for-others')).toBe('CreateDistinctChannelForOthers')
})
