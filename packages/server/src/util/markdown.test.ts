import { expect, test } from 'bun:test'
import { renderHtml } from './markdown.ts'

test('one line is one paragraph', () => {
  expect(renderHtml('hello')).toBe('<p>hello</p>\n')
  expect(renderHtml('')).toBe('')
})

test('empty lines part paragraphs, single ones break lines', () => {
  expect(renderHtml('a\nb\n\n\nc')).toBe('<p>a<br />\nb</p>\n<p>c</p>\n')
})

test('Markdown is rendered', () => {
  const cases: [string, string][] = [
    ['**bold** and *thin*', '<p><strong>bold</strong> and <em>thin</em></p>\n'],
    ['~~gone~~', '<p><del>gone</del></p>\n'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n'],
    ['> said', '<blockquote>\n<p>said</p>\n</blockquote>\n'],
    ['`<b>`', '<p><code>&lt;b&gt;</code></p>\n'],
    ['```js\nlet a\nlet b\n```', '<pre><code class="language-js">let a\nlet b\n</code></pre>\n'],
    [
      'see https://a.example/x',
      '<p>see <a href="https://a.example/x" rel="nofollow noreferrer ugc" target="_blank">https://a.example/x</a></p>\n',
    ],
    ['1 - 2 = 3', '<p>1 - 2 = 3</p>\n'],
    ['what? :-)', '<p>what? :-)</p>\n'],
  ]
  for (const [text, html] of cases) expect(renderHtml(text)).toBe(html)
})

test('a text that Markdown makes nothing of is shown as it is', () => {
  expect(renderHtml(' \n ')).toBe('<p> \n </p>\n')
  expect(renderHtml('[1]: https://a.example')).toContain('<p>')
})

test('markup of the author is shown, not obeyed', () => {
  expect(renderHtml(`<img src=x onerror="alert('1')"> & co`)).toBe(
    `<p>&lt;img src=x onerror="alert('1')"&gt; &amp; co</p>\n`,
  )
})

const HOSTILE = [
  '<script>alert(1)</script>',
  '<div onclick=alert(1)>\n\ntext</div>',
  '[x](javascript:alert(1))',
  '[x](JaVaScRiPt&colon;alert(1))',
  '[x](<java\tscript:alert(1)>)',
  '[x](vbscript:x) ![i](javascript:x)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)',
  '![i](data:image/svg+xml,x)',
  '[a](https://x.example/"onmouseover=alert(1))',
  '[a][r]\n\n[r]: javascript:x "t\\" onload=x"',
  '```js"><script>\nx\n```',
  '&#60;script&#62;alert(1)&#60;/script&#62;',
  '<javascript:alert(1)>',
  '**<b onload=x>**',
  '| a |\n|--|\n| <script>x</script> |',
  '- [x] <input onfocus=x autofocus>',
  `${'['.repeat(3000)}${'*'.repeat(3000)}${'>'.repeat(1000)}`,
  '> '.repeat(2500),
]

test('nothing that an author writes is run by a browser', () => {
  for (const text of HOSTILE) {
    const html = renderHtml(text)
    for (const tag of html.match(/<[^>]*>/g) ?? []) {
      expect(tag).toMatch(
        /^<\/?(p|br|a|img|pre|code|strong|em|ul|li|table|thead|tbody|tr|th|td|blockquote)\b/,
      )
      expect(tag.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\son\w+\s*=/i)
      expect(tag).not.toMatch(/(href|src)="(?!https?:|mailto:)/)
    }
    expect(html.trim()).not.toBe('')
  }
})
