import { describe, expect, test } from 'bun:test'
import { isInvitePending, newMember, parseMembers } from './members.ts'

describe('members of a request', () => {
  test('ids and objects mix, each user once, the last wins', () => {
    const members = parseMembers('add_members', [
      'alice',
      { user_id: 'bob', channel_role: '', hat: 'red' },
      { user_id: 'alice', channel_role: 'vip' },
    ])
    expect(members).toEqual([
      { userId: 'alice', channelRole: 'vip', custom: {} },
      { userId: 'bob', channelRole: undefined, custom: { hat: 'red' } },
    ])
  })

  test('read-only keys are not custom data', () => {
    const [member] = parseMembers('members', [{ user_id: 'bob', banned: true, created_at: 'x', hat: 'red' }])
    expect(member?.custom).toEqual({ hat: 'red' })
  })

  test('what names nobody, or names a role of users, is refused', () => {
    expect(() => parseMembers('members', [''])).toThrow('members must hold user ids')
    expect(() => parseMembers('members', [{ channel_role: 'vip' }])).toThrow('user_id')
    expect(() => parseMembers('members', [{ user_id: 'bob', channel_role: 'admin' }])).toThrow(
      'role of users',
    )
    expect(() =>
      parseMembers(
        'members',
        Array.from({ length: 101 }, (_, n) => `u${n}`),
      ),
    ).toThrow('101 entries')
    expect(() => parseMembers('members', [{ user_id: 'bob', note: 'x'.repeat(6000) }])).toThrow('bytes')
  })
})

test('an invitation is pending until it is answered', () => {
  const bob = newMember(1, { userId: 'bob', channelRole: undefined, custom: {} }, 5, { invited: true })
  expect(isInvitePending(bob)).toBe(true)
  expect(isInvitePending({ ...bob, inviteAcceptedAtUs: 6 })).toBe(false)
  expect(isInvitePending({ ...bob, inviteRejectedAtUs: 6 })).toBe(false)
  expect(isInvitePending({ ...bob, invited: false })).toBe(false)
})
