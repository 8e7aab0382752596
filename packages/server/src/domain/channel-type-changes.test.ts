import { expect, test } from 'bun:test'
import { BUILT_IN_COMMANDS, ChatError, DEFAULT_CHANNEL_TYPE_SETTINGS, DEFAULT_GRANTS } from '@parley/protocol'
import { changeChannelType, commandsOf, defaultGrantsOf } from './channel-type-changes.ts'
import type { ChannelTypeRecord } from './records.ts'

const team: ChannelTypeRecord = {
  appId: 1,
  name: 'team',
  config: { ...DEFAULT_CHANNEL_TYPE_SETTINGS, commands: [] },
  grants: DEFAULT_GRANTS.team,
  createdAtUs: 1,
  updatedAtUs: 1,
}

test('what is not given stays, null is kept where it means off', () => {
  const changed = changeChannelType(team, { replies: false, quotes: undefined, partition_ttl: null }, 2)
  expect(changed).toEqual({
    ...team,
    config: { ...team.config, replies: false, partition_ttl: null },
    updatedAtUs: 2,
  })
})

test('grants by role, and back to the defaults', () => {
  const changed = changeChannelType(team, { grants: { user: [], helper: ['read-channel'] } }, 2)
  expect(changed.grants).toEqual({ ...DEFAULT_GRANTS.team, user: [], helper: ['read-channel'] })
  expect(changeChannelType(changed, { grants: null }, 3).grants).toEqual(DEFAULT_GRANTS.team)
  expect(defaultGrantsOf('own-type')).toEqual(DEFAULT_GRANTS.messaging)
})

test('commands by name', () => {
  expect(commandsOf(changeChannelType(team, { commands: ['mute', 'mute'] }, 2).config)).toEqual([
    BUILT_IN_COMMANDS[4],
  ])
  expect(commandsOf(changeChannelType(team, { commands: ['x', 'all'] }, 2).config)).toEqual([
    ...BUILT_IN_COMMANDS,
  ])
  expect(() => changeChannelType(team, { commands: ['mut'] }, 2)).toThrow(ChatError)
  expect(() => changeChannelType(team, { commands: ['mut'] }, 2)).toThrow('did you mean "mute"')
  expect(commandsOf({ commands: ['ban', 'own'] })).toMatchObject([
    { name: 'ban', set: 'moderation_set' },
    { name: 'own' },
  ])
})
