import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { ERRORS } from '@parley/protocol'
import { errorsPage } from '../lib/errors-page.ts'

test('docs/errors.md says what the error table says', async () => {
  const page = await Bun.file(join(import.meta.dir, '../../docs/errors.md')).text()
  if (page !== errorsPage()) throw new Error('docs/errors.md is out of date: run `npm run docs`')
})

test('every error has an anchor by name and by number', () => {
  const page = errorsPage()
  for (const [name, { code }] of Object.entries(ERRORS)) {
    expect(page).toContain(`<a id="${name}"></a>`)
    expect(page).toContain(`<a id="code-${code < 0 ? `minus-${-code}` : code}"></a>`)
  }
})
