import { expect, test } from 'bun:test'
import { distinctMembers, isInvitePending, newMember } from './members.ts'

test('who is named twice is meant once, as named last', () => {
  const members = [
    { user_id: 'alice', custom: {} },
    { user_id: 'bob', custom: {} },
    { user_id: 'alice', channel_role: 'vip', custom: {} },
  ]
  expect(distinctMembers(members)).toEqual([
    { user_id: 'alice', channel_role: 'vip', custom: {} },
    { user_id: 'bob', custom: {} },
  ])
})

test('a role of users is no role in a channel', () => {
  expect(() => distinctMembers([{ user_id: 'bob', channel_role: 'admin', custom: {} }])).toThrow(
    'role of users',
  )
})

test('an invitation is pending until it is answered', () => {
  const bob = newMember(1, { user_id: 'bob', custom: {} }, 5, { invited: true })
  expect(isInvitePending(bob)).toBe(true)
  expect(isInvitePending({ ...bob, inviteAcceptedAtUs: 6 })).toBe(false)
  expect(isInvitePending({ ...bob, inviteRejectedAtUs: 6 })).toBe(false)
  expect(isInvitePending({ ...bob, invited: false })).toBe(false)
})
