import { describe, expect, test } from 'bun:test'
import type { LocalMessage } from '@parley/client'
import { type ActionContext, allowedActions } from './message-actions'

const message = (more: Partial<LocalMessage> = {}) =>
  ({
    id: 'm',
    type: 'regular',
    text: 'Hi',
    user_id: 'ada',
    user: { id: 'ada' },
    status: 'received',
    ...more,
  }) as LocalMessage

const context = (capabilities: string[], more: Partial<ActionContext> = {}): ActionContext => ({
  ownId: 'ben',
  channel: { own_capabilities: capabilities },
  isInThread: false,
  isAnonymous: false,
  isMuted: false,
  ...more,
})

const MEMBER = [
  'create-message',
  'create-reaction',
  'flag-message',
  'pin-message',
  'update-message-owner',
  'delete-message-owner',
]

describe('what one may do with a message', () => {
  test('of somebody else, as a member', () => {
    expect(allowedActions(message(), context(MEMBER))).toEqual([
      'react',
      'reply',
      'quote',
      'copy',
      'pin',
      'mark-unread',
      'flag',
      'mute',
    ])
  })

  test('of one’s own', () => {
    const own = allowedActions(message({ user_id: 'ben' }), context(MEMBER))
    expect(own).toEqual(['react', 'reply', 'quote', 'edit', 'copy', 'pin', 'delete'])
  })

  test('as a moderator', () => {
    const actions = allowedActions(message(), context([...MEMBER, 'update-message', 'delete-message']))
    expect(actions).toContain('edit')
    expect(actions).toContain('delete')
  })

  test('as an anonymous visitor: read', () => {
    expect(allowedActions(message(), context([], { isAnonymous: true, ownId: '!anon' }))).toEqual(['copy'])
  })

  test('in a thread there are no threads', () => {
    const actions = allowedActions(message(), context(MEMBER, { isInThread: true }))
    expect(actions).not.toContain('reply')
    expect(actions).not.toContain('mark-unread')
  })

  test('what failed is sent again or given up; what is gone is gone', () => {
    expect(allowedActions(message({ status: 'failed' }), context(MEMBER))).toEqual([
      'retry',
      'copy',
      'delete',
    ])
    expect(allowedActions(message({ status: 'sending' }), context(MEMBER))).toEqual(['copy'])
    expect(allowedActions(message({ type: 'deleted' }), context(MEMBER))).toEqual([])
    expect(allowedActions(message({ type: 'ephemeral' }), context(MEMBER))).toEqual([])
  })

  test('what the channel type switches off is not offered', () => {
    const config = { reactions: false, replies: false, quotes: false, read_events: false }
    const channel = { own_capabilities: MEMBER, config } as unknown as ActionContext['channel']
    expect(allowedActions(message(), context(MEMBER, { channel }))).toEqual(['copy', 'pin', 'flag', 'mute'])
  })
})
