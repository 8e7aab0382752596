import { expect, test } from 'bun:test'
import {
  BUILT_IN_CHANNEL_TYPE_NAMES,
  DEFAULT_APP_GRANTS,
  DEFAULT_GRANTS,
  type Grants,
} from '@parley/protocol'
import documented from './default-grants.json'

// What apps begin with, ids sorted: PROTOCOL.md §12 describes it, here it stands in full.
const expected: Record<string, Record<string, string>> = documented

function sorted(grants: Grants): Record<string, string> {
  return Object.fromEntries(Object.entries(grants).map(([role, ids]) => [role, ids.toSorted().join(' ')]))
}

for (const type of BUILT_IN_CHANNEL_TYPE_NAMES) {
  test(`${type} grants what is documented, to the letter`, () => {
    expect(sorted(DEFAULT_GRANTS[type])).toEqual(expected[type] ?? {})
  })
}

test('the app scope grants what is documented, to the letter', () => {
  expect(sorted(DEFAULT_APP_GRANTS)).toEqual(expected['.app'] ?? {})
})

test('no role holds a permission twice', () => {
  for (const grants of [...Object.values(DEFAULT_GRANTS), DEFAULT_APP_GRANTS]) {
    for (const ids of Object.values(grants)) expect(new Set(ids).size).toBe(ids.length)
  }
})

test('anonymous users may read livestreams and nothing else', () => {
  for (const type of BUILT_IN_CHANNEL_TYPE_NAMES) {
    const held = DEFAULT_GRANTS[type].anonymous
    if (type === 'livestream') expect(held).toEqual(['join-call', 'read-channel', 'read-channel-members'])
    else expect(held).toBeUndefined()
  }
  expect(DEFAULT_APP_GRANTS.anonymous).toBeUndefined()
})
