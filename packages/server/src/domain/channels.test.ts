import { describe, expect, test } from 'bun:test'
import { checkNewChannelId, cidOf, distinctChannelId, parseCid } from './channels.ts'

describe('channel ids', () => {
  test('letters, digits, _ and - pass, up to 64 characters', () => {
    for (const id of ['a', 'General-1', 'x_y', 'Q'.repeat(64)])
      expect(() => checkNewChannelId(id)).not.toThrow()
  })

  test('anything else is refused and the odd character is named', () => {
    expect(() => checkNewChannelId('a b')).toThrow('not " "')
    expect(() => checkNewChannelId('häuser')).toThrow('not "ä"')
    expect(() => checkNewChannelId('a:b')).toThrow('not ":"')
    expect(() => checkNewChannelId('')).toThrow('is not valid')
    expect(() => checkNewChannelId('x'.repeat(65))).toThrow('65 characters')
  })

  test('the prefix of distinct channels is reserved', () => {
    expect(() => checkNewChannelId('!members-abc')).toThrow('made by the server')
  })

  test('a cid is split at its first colon', () => {
    expect(parseCid('messaging:general')).toEqual({ type: 'messaging', id: 'general' })
    expect(parseCid('messaging:')).toBeUndefined()
    expect(parseCid(':general')).toBeUndefined()
    expect(parseCid('general')).toBeUndefined()
    expect(cidOf('team', 'a')).toBe('team:a')
  })
})

describe('distinct channels', () => {
  test('the same people in any order are the same channel', async () => {
    const id = await distinctChannelId(['bob', 'alice'])
    expect(id).toMatch(/^!members-[A-Za-z0-9_-]{43}$/)
    expect(await distinctChannelId(['alice', 'bob', 'alice'])).toBe(id)
  })

  test('other people are another channel, also when the ids run together the same', async () => {
    const id = await distinctChannelId(['ab', 'c'])
    expect(await distinctChannelId(['a', 'bc'])).not.toBe(id)
    expect(await distinctChannelId(['ab', 'c', 'd'])).not.toBe(id)
  })
})
