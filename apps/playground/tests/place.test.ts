import { expect, test } from 'bun:test'
import { highlight } from '../src/app/code/highlight'
import { guestId, type Place, readPlace, writePlace } from '../src/app/visit/identity'
import { snippetsFor } from '../src/app/welcome/snippets'

test('an address leads back to the place it was made of', () => {
  const places: Place[] = [
    {},
    { identity: { kind: 'anonymous' }, channel: 'livestream:demo-open-stage' },
    { identity: { kind: 'guest', name: 'Zoë & Ümit = 2' }, channel: undefined },
    { identity: { kind: 'user', id: 'demo-sara', token: 'provider' }, channel: 'messaging:!members-a_b' },
    { identity: { kind: 'user', id: 'demo-amir', token: 'development' }, channel: undefined },
  ]
  for (const place of places) expect(readPlace(writePlace(place))).toEqual(place)
})

test('an address that says nothing useful leads to the choice of who to be', () => {
  for (const query of ['?as=', '?as=guest', '?as=guest&name=%20', '?channel=team:x', '?as=&name=Eve']) {
    expect(readPlace(query)).toEqual({})
  }
  expect(readPlace('?as=demo-sara&token=secret')).toMatchObject({ identity: { token: 'provider' } })
})

test('whatever a guest is called, the id is one', () => {
  for (const name of ['Eve', 'Zoë O’Neil', '  ', '🎉', 'محمد', 'a'.repeat(300), "x');alert(1)//"]) {
    expect(guestId(name)).toMatch(/^[a-z0-9-]{1,40}$/)
  }
})

test('code stays the same in colours, and names can’t end its strings', () => {
  const where = { apiKey: 'key', baseURL: 'http://localhost:8800' }
  const name = "it's \\"
  const snippets = snippetsFor({ kind: 'guest', name }, name, where)
  for (const code of Object.values(snippets)) {
    expect(code).toContain("name: 'it\\'s \\\\'")
    const parts = highlight(code, 'typescript')
    expect(parts.map(({ text }) => text).join('')).toBe(code)
    expect(parts.some(({ kind }) => kind === 'keyword')).toBe(true)
  }
})
