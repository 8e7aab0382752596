import { describe, expect, test } from 'bun:test'
import {
  effectiveIds,
  levelOf,
  levelsOf,
  withLevel,
  withModifiers,
} from '../src/app/pages/roles/grant-levels'

const SEND = { all: 'create-message', own: 'create-message-owner' }
const SEARCH = { all: 'search-user', own: undefined }
const IDS = ['create-message', 'create-message-owner', 'read-channel']
/** Every set of these ids. */
const subsets = Array.from({ length: 2 ** IDS.length }, (_, bits) => IDS.filter((_, at) => bits & (2 ** at)))

describe('grants of a type or of the app', () => {
  test('every level is reached from every start, and nothing else is touched', () => {
    for (const held of subsets) {
      for (const level of levelsOf(SEND)) {
        const next = withLevel(held, SEND, level, held)
        expect(levelOf(next, SEND)).toBe(level)
        expect(next.includes('read-channel')).toBe(held.includes('read-channel'))
      }
    }
  })

  test('there and back is no change', () => {
    for (const held of subsets) {
      for (const level of levelsOf(SEND)) {
        const there = withLevel(held, SEND, level, held)
        expect(withLevel(there, SEND, levelOf(held, SEND), held)).toEqual(held)
      }
    }
  })

  test('what nobody owns is given or not', () => {
    expect(levelsOf(SEARCH)).toEqual(['none', 'all'])
    expect(withLevel([], SEARCH, 'all', [])).toEqual(['search-user'])
  })
})

describe('a channel’s own modifiers', () => {
  const modifiers = [...subsets, ...subsets.map(set => set.map(id => `!${id}`))]

  test('every level is reached whatever the type grants and the channel changes', () => {
    for (const inherited of subsets) {
      for (const before of modifiers) {
        for (const level of levelsOf(SEND)) {
          const next = withModifiers(inherited, before, SEND, level, before)
          expect(levelOf(effectiveIds(inherited, next), SEND)).toBe(level)
        }
      }
    }
  })

  test('what the type says already, the channel does not repeat', () => {
    expect(withModifiers(['create-message'], ['!create-message'], SEND, 'all', ['!create-message'])).toEqual(
      [],
    )
    expect(withModifiers(['create-message'], [], SEND, 'none', [])).toEqual(['!create-message'])
    expect(withModifiers(['create-message'], [], SEND, 'own', [])).toEqual([
      '!create-message',
      'create-message-owner',
    ])
  })

  test('there and back is no change', () => {
    for (const inherited of subsets) {
      for (const before of modifiers) {
        const now = levelOf(effectiveIds(inherited, before), SEND)
        for (const level of levelsOf(SEND)) {
          const there = withModifiers(inherited, before, SEND, level, before)
          expect(withModifiers(inherited, there, SEND, now, before)).toEqual(before)
        }
      }
    }
  })
})
