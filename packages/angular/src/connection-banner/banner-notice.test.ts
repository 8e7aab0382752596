import { expect, test } from 'bun:test'
import { ChatError } from '@parley/client'
import { english as t } from '../texts/texts'
import { bannerNotice } from './banner-notice'

const unreachable = new ChatError('internal', 'no answer', { details: { reason: 'network' } })
const noToken = new ChatError('auth_failed', 'the provider failed', { details: { reason: 'token_provider' } })
const revoked = new ChatError('token_expired', 'this token was revoked', { details: { reason: 'revoked' } })
const deactivated = new ChatError('not_allowed', 'this user was deactivated')

test('while all is well, and before anybody connects, nothing is said', () => {
  expect(bannerNotice('connected', undefined, t)).toBeUndefined()
  expect(bannerNotice('disconnected', undefined, t)).toBeUndefined()
  expect(bannerNotice('connected', { kind: 'failed', error: noToken }, t)).toBeUndefined()
})

test('without a network, and while it is tried again', () => {
  expect(bannerNotice('offline', undefined, t)).toMatchObject({ kind: 'waiting', title: 'You are offline.' })
  expect(bannerNotice('connecting', undefined, t)).toMatchObject({ kind: 'waiting', icon: 'spinner' })
})

test('what failed several times is told apart', () => {
  const failed = (error: ChatError) => bannerNotice('connecting', { kind: 'failed', error }, t)
  expect(failed(noToken)).toMatchObject({ kind: 'problem', title: t.tokenFailedTitle })
  expect(failed(unreachable)).toMatchObject({ kind: 'problem', title: t.unreachableTitle })
})

test('what the server ended is told with its reason, whatever else is the matter', () => {
  const closed = (error: ChatError) => bannerNotice('offline', { kind: 'closed', error }, t)
  expect(closed(revoked)).toMatchObject({
    kind: 'closed',
    title: t.signedOutTitle,
    text: t.closedReasons.revoked as string,
    reason: 'this token was revoked',
  })
  expect(closed(deactivated)).toMatchObject({ kind: 'closed', title: t.closedTitle, text: t.closedText })
})
