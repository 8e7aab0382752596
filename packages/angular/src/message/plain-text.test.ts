import { expect, test } from 'bun:test'
import { plainText } from './plain-text'

test.each([
  ['<p>Hi there</p>\n', 'Hi there'],
  ['<p>a &lt;b&gt; &amp;amp; &quot;c&quot; it&#39;s</p>', 'a <b> &amp; "c" it\'s'],
  ['<p>a &nbsp; b</p>', undefined],
  ['<p>a<br>b</p>', undefined],
  ['<p>a</p><p>b</p>', undefined],
  ['<p><em>a</em></p>', undefined],
  ['Hi', undefined],
  ['', undefined],
])('%p says %p', (html, text) => {
  expect(plainText(html)).toBe(text as string)
})
