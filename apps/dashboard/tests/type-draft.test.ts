import { expect, test } from 'bun:test'
import { changedKeys, linesOf, patchOf, type TypeSettings } from '../src/app/pages/channel-types/type-draft'
import { FEATURES } from '../src/app/pages/channel-types/type-features'

const flags = Object.fromEntries(FEATURES.map(({ flag }) => [flag, true])) as unknown as TypeSettings

const SETTINGS: TypeSettings = {
  ...flags,
  max_message_length: 5000,
  message_retention: 'infinite',
  message_throttle: null,
  commands: ['giphy', 'ban'],
  automod: 'disabled',
  automod_behavior: 'flag',
  blocklists: [{ blocklist: 'rude', behavior: 'flag' }],
}

test('only what changed is sent and shown', () => {
  const after: TypeSettings = { ...SETTINGS, reactions: false, message_retention: '30' }
  expect(patchOf(SETTINGS, after)).toEqual({ reactions: false, message_retention: '30' })
  expect(linesOf(SETTINGS, after)).toEqual([
    { what: 'Reactions', before: 'on', after: 'off' },
    { what: 'Keep messages', before: 'for good', after: '30 days' },
  ])
})

test('commands in another order are the same commands', () => {
  expect(changedKeys(SETTINGS, { ...SETTINGS, commands: ['ban', 'giphy'] })).toEqual([])
  expect(changedKeys(SETTINGS, { ...SETTINGS, commands: ['ban'] })).toEqual(['commands'])
})

test('once lists are changed, all of them stand in one place', () => {
  const blocklists = [{ blocklist: 'rude', behavior: 'block' as const }]
  expect(patchOf(SETTINGS, { ...SETTINGS, blocklists })).toEqual({ blocklists, blocklist: '' })
})
