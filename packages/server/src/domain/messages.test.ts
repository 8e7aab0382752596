import { describe, expect, test } from 'bun:test'
import { checkMessageContent, checkMessageId, checkNotEmpty, hasLink, messageCustom } from './messages.ts'

const hello = { text: 'hello', attachments: [], mentionedUserIds: [], custom: {} }

test('custom data is what is left of the keys', () => {
  expect(messageCustom({ text: 'a', id: '1', mood: 'good', shadowed: true })).toEqual({ mood: 'good' })
  expect(messageCustom({ text: 'a' })).toEqual({})
})

describe('limits', () => {
  test('a text as long as allowed passes, one more is too long', () => {
    expect(() => checkMessageContent({ ...hello, text: 'x'.repeat(20) }, 20)).not.toThrow()
    expect(() => checkMessageContent({ ...hello, text: 'x'.repeat(21) }, 20)).toThrow('21 characters')
  })

  test('attachments are limited in number and in bytes', () => {
    const many = Array.from({ length: 31 }, () => ({ type: 'image' }))
    expect(() => checkMessageContent({ ...hello, attachments: many.slice(1) }, 20)).not.toThrow()
    expect(() => checkMessageContent({ ...hello, attachments: many }, 20)).toThrow('31 entries')
    const big = [{ type: 'image', note: 'é'.repeat(3000) }]
    expect(() => checkMessageContent({ ...hello, attachments: big }, 20)).toThrow('bytes')
  })

  test('mentions and custom data are limited', () => {
    const mentionedUserIds = Array.from({ length: 26 }, (_, n) => `user${n}`)
    expect(() => checkMessageContent({ ...hello, mentionedUserIds }, 20)).toThrow('26 entries')
    expect(() => checkMessageContent({ ...hello, custom: { note: 'x'.repeat(5200) } }, 20)).toThrow('bytes')
  })

  test('a message must say something', () => {
    expect(() => checkNotEmpty({ ...hello, text: '' })).toThrow('empty')
    expect(() => checkNotEmpty({ ...hello, text: '', custom: { mood: 'good' } })).not.toThrow()
  })

  test('ids have no commas and no percent signs', () => {
    expect(() => checkMessageId('a-1')).not.toThrow()
    for (const id of ['a,b', 'a%b', 'x'.repeat(256)]) expect(() => checkMessageId(id)).toThrow('message.id')
  })
})

test('links are seen wherever they stand', () => {
  for (const text of ['see https://example.org', 'HTTP://EXAMPLE.ORG', 'at www.example.org, ok']) {
    expect(hasLink(text)).toBe(true)
  }
  for (const text of ['no link', 'a://b', 'www. is short', 'https:// is cut'])
    expect(hasLink(text)).toBe(false)
})
