import { expect, test } from 'bun:test'
import type { UserResponse } from '@parley/client'
import { markMentions } from './mentions-html'

const user = (id: string, name?: string) => ({ id, ...(name && { name }) }) as UserResponse
const marked = (name: string, own = false) =>
  `<span class="parley-mention${own ? ' parley-mention-own' : ''}">${name}</span>`

test('marks names and ids of those who are mentioned, the longest first', () => {
  const html = '<p>@Ada Lovelace and @Ada, @ben and @cleo</p>'
  expect(
    markMentions(html, [user('ada', 'Ada'), user('ada2', 'Ada Lovelace'), user('ben', 'Ben')], 'ben'),
  ).toBe(`<p>${marked('@Ada Lovelace')} and ${marked('@Ada')}, ${marked('@ben', true)} and @cleo</p>`)
})

test('leaves links, code and attributes alone', () => {
  const html = '<p><a href="https://x.org/@ada" title="@ada">@ada</a> <code>@ada</code> @ada</p>'
  expect(markMentions(html, [user('ada')])).toBe(
    `<p><a href="https://x.org/@ada" title="@ada">@ada</a> <code>@ada</code> ${marked('@ada')}</p>`,
  )
})

test('finds names that HTML or patterns know otherwise, and adds no tags of them', () => {
  const name = '<b>$& (x+)* "q"'
  const html = '<p>@&lt;b&gt;$&amp; (x+)* "q" and @&lt;b&gt;$&amp; (x+)* &quot;q&quot;</p>'
  const result = markMentions(html, [user('x', name)])
  expect(result).toContain(marked('@&lt;b&gt;$&amp; (x+)* "q"'))
  expect(result).toContain(marked('@&lt;b&gt;$&amp; (x+)* &quot;q&quot;'))
  expect(result).not.toContain('<b>')
})
