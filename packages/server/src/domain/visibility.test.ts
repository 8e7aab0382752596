import { expect, test } from 'bun:test'
import { audienceOf, canSee, hiddenUntilUs, isFor, isLimited, type Viewer } from './visibility.ts'

const viewer = (userId: string | undefined, rights: Partial<Viewer> = {}): Viewer => ({
  userId,
  seesRestricted: false,
  seesShadowed: false,
  ...rights,
})

const EYES = {
  author: viewer('amy'),
  listed: viewer('bob'),
  stranger: viewer('eve'),
  holder: viewer('hal', { seesRestricted: true }),
  anybody: viewer(undefined),
  server: viewer(undefined, { seesRestricted: true, seesShadowed: true }),
}

const MESSAGES = {
  plain: { userId: 'amy', shadowed: false, restrictedVisibility: [] },
  restricted: { userId: 'amy', shadowed: false, restrictedVisibility: ['bob'] },
  shadowed: { userId: 'amy', shadowed: true, restrictedVisibility: [] },
  'shadowed restricted': { userId: 'amy', shadowed: true, restrictedVisibility: ['bob'] },
}

const SEEN_BY: Record<keyof typeof MESSAGES, readonly (keyof typeof EYES)[]> = {
  plain: ['author', 'listed', 'stranger', 'holder', 'anybody', 'server'],
  restricted: ['author', 'listed', 'holder', 'server'],
  shadowed: ['author', 'server'],
  'shadowed restricted': ['author', 'server'],
}

for (const [name, message] of Object.entries(MESSAGES)) {
  test(`who sees a ${name} message is who its events are for`, () => {
    const audience = audienceOf(message)
    expect(audience !== undefined).toBe(isLimited(message))
    for (const [who, eyes] of Object.entries(EYES)) {
      const wanted = SEEN_BY[name as keyof typeof MESSAGES].includes(who as keyof typeof EYES)
      expect({ who, sees: canSee(eyes, message) }).toEqual({ who, sees: wanted })
      expect({ who, isFor: isFor(audience, eyes) }).toEqual({ who, isFor: wanted })
    }
  })
}

test('the later of a hidden history and a truncation counts', () => {
  const member = { historyHiddenBeforeUs: 5 }
  expect(hiddenUntilUs({ truncatedAtUs: undefined }, undefined)).toBe(0)
  expect(hiddenUntilUs({ truncatedAtUs: 7 }, member)).toBe(7)
  expect(hiddenUntilUs({ truncatedAtUs: 3 }, member)).toBe(5)
})

test('what is one user’s own nobody else hears of, servers neither', () => {
  const audience = { userIds: ['bob'], why: 'own' } as const
  const who = Object.entries(EYES).filter(([, eyes]) => isFor(audience, eyes))
  expect(who.map(([name]) => name)).toEqual(['listed'])
})
