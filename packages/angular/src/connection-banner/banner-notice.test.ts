import { expect, test } from 'bun:test'
import { ChatError } from '@parley/client'
import { english as t } from '../texts/texts'
import { type BannerState, bannerNotice } from './banner-notice'

const unreachable = new ChatError('internal', 'no answer', { details: { reason: 'network' } })
const noToken = new ChatError('auth_failed', 'the provider failed', { details: { reason: 'token_provider' } })
const revoked = new ChatError('token_expired', 'this token was revoked', { details: { reason: 'revoked' } })
const deactivated = new ChatError('not_allowed', 'this user was deactivated')

type Connection = BannerState['connection']

/** What is said while the device has a network, unless given. */
const notice = (connection: Connection, more: Partial<BannerState> = {}) =>
  bannerNotice({ connection, problem: undefined, isOnline: true, hasFailed: false, ...more }, t)

test('while all is well, and before anybody connects, nothing is said', () => {
  expect(notice('connected')).toBeUndefined()
  expect(notice('disconnected')).toBeUndefined()
  expect(notice('disconnected', { isOnline: false })).toBeUndefined()
  expect(notice('connected', { problem: { kind: 'failed', error: noToken } })).toBeUndefined()
})

test('without a network one is offline, whatever the server does', () => {
  const offline = { kind: 'waiting', title: 'You are offline.' } as const
  expect(notice('offline', { isOnline: false })).toMatchObject(offline)
  expect(notice('connecting', { isOnline: false, hasFailed: true })).toMatchObject(offline)
  const problem = { kind: 'failed', error: unreachable } as const
  expect(notice('connecting', { isOnline: false, problem })).toMatchObject(offline)
})

test('with a network it is the server that can’t be reached, and is tried again', () => {
  expect(notice('connecting')).toMatchObject({ kind: 'waiting', title: t.connectingTitle })
  const gone = { kind: 'waiting', icon: 'spinner', title: 'The server can’t be reached.' } as const
  expect(notice('offline')).toMatchObject(gone)
  expect(notice('connecting', { hasFailed: true })).toMatchObject(gone)
})

test('what failed several times is told apart', () => {
  const failed = (error: ChatError) => notice('connecting', { problem: { kind: 'failed', error } })
  expect(failed(noToken)).toMatchObject({ kind: 'problem', title: t.tokenFailedTitle })
  expect(failed(unreachable)).toMatchObject({ kind: 'problem', title: t.unreachableTitle })
})

test('what the server ended is told with its reason, whatever else is the matter', () => {
  const closed = (error: ChatError) =>
    notice('offline', { isOnline: false, problem: { kind: 'closed', error } })
  expect(closed(revoked)).toMatchObject({
    kind: 'closed',
    title: t.signedOutTitle,
    text: t.closedReasons.revoked as string,
    reason: 'this token was revoked',
  })
  expect(closed(deactivated)).toMatchObject({ kind: 'closed', title: t.closedTitle, text: t.closedText })
})
