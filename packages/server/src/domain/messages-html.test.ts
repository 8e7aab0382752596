import { expect, test } from 'bun:test'
import { renderHtml } from './messages-html.ts'

test('one line is one paragraph', () => {
  expect(renderHtml('hello')).toBe('<p>hello</p>\n')
  expect(renderHtml('')).toBe('')
})

test('markup of the author is shown, not obeyed', () => {
  expect(renderHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
    '<p>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co</p>\n',
  )
})

test('empty lines part paragraphs, single ones break lines', () => {
  expect(renderHtml('a\nb\n\n\nc')).toBe('<p>a<br/>\nb</p>\n<p>c</p>\n')
})
