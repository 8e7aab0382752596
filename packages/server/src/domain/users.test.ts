import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import type { UserRecord } from './records.ts'
import { applyUserFields, patchUser, replaceUser } from './users.ts'
import { isBannedAt } from './users-state.ts'

const alice: UserRecord = {
  appId: 1,
  id: 'alice',
  role: 'admin',
  name: 'Alice',
  image: 'a.png',
  language: 'en',
  teams: ['red'],
  teamsRole: { red: 'user' },
  invisible: true,
  banned: false,
  banExpiresAtUs: undefined,
  shadowBanned: false,
  hasMutes: false,
  privacySettings: { typing_indicators: { enabled: false } },
  pushPreferences: undefined,
  custom: { hat: { size: 1, red: true }, mood: 'fine' },
  createdAtUs: 1,
  updatedAtUs: 1,
  lastActiveAtUs: 1,
  deactivatedAtUs: undefined,
  deletedAtUs: undefined,
  erasedAtUs: undefined,
  revokeTokensBeforeUs: undefined,
  mergedInto: undefined,
  inThreads: false,
}

function codeOf(run: () => unknown): number | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof ChatError) return error.code
    throw error
  }
  return undefined
}

const patch = (set: object, unset: string[] = []) => patchUser(alice, { set, unset }, 2)

describe('merging', () => {
  test('writes what is given and keeps the rest', () => {
    const merged = applyUserFields(alice, { name: 'A', custom: { mood: 'great' } }, 2)
    expect(merged).toEqual({
      ...alice,
      name: 'A',
      custom: { ...alice.custom, mood: 'great' },
      updatedAtUs: 2,
    })
  })

  test('of nothing new is the very same record', () => {
    expect(applyUserFields(alice, { name: 'Alice', custom: {} }, 2)).toBe(alice)
    expect(patch({})).toBe(alice)
    expect(patch({ name: 'Alice' }, ['nothing.there'])).toBe(alice)
  })
})

describe('replacing', () => {
  test('keeps role, history and state, and nothing else', () => {
    expect(replaceUser(alice, { custom: { hat: 1 } }, 2)).toEqual({
      ...alice,
      name: undefined,
      image: undefined,
      language: '',
      teams: [],
      teamsRole: undefined,
      invisible: false,
      privacySettings: undefined,
      custom: { hat: 1 },
      updatedAtUs: 2,
    })
  })
})

describe('patching', () => {
  test('reaches inside custom data and clears fields', () => {
    const patched = patch({ custom: { 'hat.size': 2 } }, [
      'hat.red',
      'mood',
      'name',
      'role',
      'teams',
      'teams_role',
    ])
    expect(patched).toEqual({
      ...alice,
      custom: { hat: { size: 2 } },
      name: undefined,
      role: 'user',
      teams: [],
      teamsRole: undefined,
      updatedAtUs: 2,
    })
  })

  test('merges privacy settings, and clears them before', () => {
    const read_receipts = { enabled: false }
    expect(patch({ privacy_settings: { read_receipts } }).privacySettings).toEqual({
      typing_indicators: { enabled: false },
      read_receipts,
    })
    expect(patch({}, ['privacy_settings']).privacySettings).toBeUndefined()
  })

  test('sets and takes back a revocation', () => {
    const revoked = patch({ revoke_tokens_issued_before: '2026-01-01T00:00:00Z' })
    expect(revoked.revokeTokensBeforeUs).toBe(Date.UTC(2026, 0, 1) * 1000)
    const back = patchUser(revoked, { set: { revoke_tokens_issued_before: null }, unset: [] }, 3)
    expect(back.revokeTokensBeforeUs).toBeUndefined()
    expect(patchUser(revoked, { set: { name: 'B' }, unset: [] }, 3).revokeTokensBeforeUs).toBe(
      revoked.revokeTokensBeforeUs,
    )
  })

  test('refuses built-in fields by path, and too much custom data', () => {
    expect(codeOf(() => patch({ custom: { 'privacy_settings.x': 1 } }))).toBe(4)
    expect(codeOf(() => patch({ custom: { 'mood.deeper': 1 } }))).toBe(4)
    expect(codeOf(() => patch({ custom: { big: 'ä'.repeat(2_600) } }))).toBe(4)
    expect(codeOf(() => patch({ custom: { big: 'ä'.repeat(2_400) } }))).toBeUndefined()
  })

  test('does not change the record it was given', () => {
    const before = structuredClone(alice)
    patch({ custom: { 'hat.size': 2 }, name: 'B' }, ['hat.red'])
    expect(alice).toEqual(before)
  })
})

test('a ban ends when it expires', () => {
  expect(isBannedAt(alice, () => 5)).toBe(false)
  expect(isBannedAt({ banned: true, banExpiresAtUs: undefined }, () => 5)).toBe(true)
  expect(isBannedAt({ banned: true, banExpiresAtUs: 6 }, () => 5)).toBe(true)
  expect(isBannedAt({ banned: true, banExpiresAtUs: 5 }, () => 5)).toBe(false)
})
