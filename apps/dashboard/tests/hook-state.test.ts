import { expect, test } from 'bun:test'
import { hookName, hookState, hookSubject, shortUrl } from '../src/app/pages/logs/webhooks/hook-state'
import type { HookView } from '../src/app/pages/logs/webhooks/hook-types'

const HOOK: HookView = {
  id: 'mine',
  kind: 'webhook',
  url: 'https://shop.example/events',
  queue: undefined,
  isEnabled: true,
  types: undefined,
  timeoutMs: undefined,
  status: { id: 'mine', hook_type: 'webhook', waiting: 0, failures: 0 },
  isOld: false,
}
const status = { id: 'mine', hook_type: 'webhook', waiting: 3 }

test('a hook is ok, failing, paused or off', () => {
  const labels = [
    HOOK,
    { ...HOOK, status: { ...status, failures: 2, error: 'answered 500' } },
    { ...HOOK, status: { ...status, failures: 6, paused_until: '2026-11-21T20:00:00Z' } },
    { ...HOOK, isEnabled: false, status: undefined },
    { ...HOOK, kind: 'sqs' as const },
  ].map(hook => hookState(hook).label)
  expect(labels).toEqual(['ok', 'failing', 'paused', 'off', 'ok'])
})

test('what it is told of is said in a few words', () => {
  const of = (types: readonly string[] | undefined) => hookSubject({ kind: 'webhook', types })
  expect(of(undefined)).toBe('All events')
  expect(of(['message.new'])).toBe('message.new')
  expect(of(['a', 'b'])).toBe('a, b')
  expect(of(['a', 'b', 'c', 'd'])).toBe('a, b and 2 more')
  expect(hookSubject({ kind: 'pending_message', types: undefined })).toBe('Pending messages')
  expect(hookSubject({ kind: 'sqs', types: ['a'] })).toBe('Amazon SQS: a')
})

test('an address is shown without what could be a password', () => {
  expect(shortUrl('https://ada:secret@shop.example:8443/in?key=1#x')).toEqual({
    host: 'shop.example:8443',
    rest: '/in',
  })
  expect(shortUrl('arn:aws:sns:x')).toEqual({ host: 'arn:aws:sns:x', rest: '' })
})

test('what is typed to delete one is its host, or the name of its queue or topic', () => {
  const named = (kind: HookView['kind'], url: string) => hookName({ kind, url })
  expect(named('webhook', 'https://shop.example/events')).toBe('shop.example')
  expect(named('sqs', 'https://sqs.eu-west-1.amazonaws.com/1/chat.fifo')).toBe('chat.fifo')
  expect(named('sns', 'arn:aws:sns:eu-west-1:1:chat')).toBe('chat')
  expect(named('sqs', 'https://queue.example/')).toBe('queue.example')
})
