import { describe, expect, test } from 'bun:test'
import { hostOf, safeLink, safeMedia } from './safe-url'

describe('addresses of strangers', () => {
  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    '//example.com/x',
    '/\\example.com/x',
    'files/x',
    '',
    undefined,
    42,
    {},
  ])('%p leads nowhere', url => {
    expect(safeLink(url)).toBeUndefined()
    expect(safeMedia(url)).toBeUndefined()
  })

  test('pages, mail and telephone may be linked to', () => {
    for (const url of ['https://example.com/a?b#c', 'http://localhost:1', 'mailto:a@b.c', 'tel:+1234'])
      expect(safeLink(url)).toBe(url)
    expect(safeMedia('mailto:a@b.c')).toBeUndefined()
    expect(safeMedia('blob:http://localhost/1-2')).toBe('blob:http://localhost/1-2')
    expect(safeLink('blob:http://localhost/1-2')).toBeUndefined()
  })

  test('a path is one of the own origin', () => {
    expect(safeLink('/files/x')).toBe('/files/x')
    expect(safeMedia('/files/x')).toBe('/files/x')
  })

  test('shows the host', () => {
    expect(hostOf('https://www.example.com/a')).toBe('example.com')
    expect(hostOf('nothing')).toBe('nothing')
  })
})
