import { describe, expect, test } from 'bun:test'
import { checkMessageContent, checkNotEmpty, hasLink } from './messages.ts'

const hello = { text: 'hello', attachments: [], mentionedUserIds: [], custom: {} }

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
})

test('links are seen wherever they stand', () => {
  for (const text of ['see https://example.org', 'HTTP://EXAMPLE.ORG', 'at www.example.org, ok']) {
    expect(hasLink(text)).toBe(true)
  }
  for (const text of ['no link', 'a://b', 'www. is short', 'https:// is cut'])
    expect(hasLink(text)).toBe(false)
})
