import { expect, test } from 'bun:test'
import { allowedCommands, commandIn, matchingCommands } from './commands'

const command = (name: string, description: string) => ({ name, description, args: '', set: '' })
const mute = command('mute', 'Mute a user')
const unmute = command('unmute', 'Unmute a user')
const giphy = command('giphy', 'Post a random gif to the channel')
const all = [giphy, mute, unmute]

test('commands are found by how their name begins, then by what they are about', () => {
  expect(matchingCommands('', all)).toEqual(all)
  expect(matchingCommands('MU', all)).toEqual([mute])
  expect(matchingCommands('gif', all)).toEqual([giphy])
  expect(matchingCommands('user', all)).toEqual([mute, unmute])
  expect(matchingCommands('nothing', all)).toEqual([])
})

test('nobody is offered a ban who may ban nobody', () => {
  const ban = command('ban', 'Ban a user')
  const unban = command('unban', 'Unban a user')
  expect(allowedCommands([giphy, ban, unban, mute], ['create-message'])).toEqual([giphy, mute])
  expect(allowedCommands([giphy, ban], ['ban-channel-member'])).toEqual([giphy, ban])
})

test('a text calls the command it begins with, whole', () => {
  expect(commandIn('/mute @fry', all)).toBe(mute)
  expect(commandIn('/mute', all)).toBe(mute)
  expect(commandIn('/mut', all)).toBeUndefined()
  expect(commandIn('say /mute', all)).toBeUndefined()
})
