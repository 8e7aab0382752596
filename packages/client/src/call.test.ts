import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { Call, type Result } from './call.ts'

const refused = new ChatError('not_found', 'no such channel')
const failing = () => new Call<number>(() => Promise.reject(refused))

test('is a promise', async () => {
  const call = new Call(() => 7)
  expect(call).toBeInstanceOf(Promise)
  expect(await call).toBe(7)
  expect(call.then()).not.toBeInstanceOf(Call)
  expect(call.constructor).toBe(Promise)
  expect(await call.then(value => value + 1)).toBe(8)
  expect(await Promise.all([call, failing().catch(() => 'caught')])).toEqual([7, 'caught'])
  expect(
    await failing()
      .finally(() => undefined)
      .catch(error => error),
  ).toBe(refused)
})

test('starts at once, whether or not anybody listens', () => {
  let started = false
  void new Call(() => {
    started = true
  })
  expect(started).toBe(true)
})

test('enqueue tells a success and an error', async () => {
  const results = await Promise.all([
    new Promise<Result<number>>(resolve => new Call(() => 7).enqueue(resolve)),
    new Promise<Result<number>>(resolve => failing().enqueue(resolve)),
  ])
  expect(results.map(({ isSuccess, isError }) => [isSuccess, isError])).toEqual([
    [true, false],
    [false, true],
  ])
  const [success, failure] = results
  expect(success?.data()).toBe(7)
  expect(() => success?.error()).toThrow(TypeError)
  expect(failure?.error()).toBe(refused)
  expect(() => failure?.data()).toThrow('no such channel')
})

test('a call nobody awaits leaves no unhandled rejection', async () => {
  const unhandled: unknown[] = []
  const listen = (error: unknown) => unhandled.push(error)
  process.on('unhandledRejection', listen)
  failing().enqueue()
  failing().enqueue(() => undefined)
  void failing()
  await new Promise(resolve => setImmediate(resolve))
  await new Promise(resolve => setImmediate(resolve))
  process.off('unhandledRejection', listen)
  expect(unhandled).toEqual([])
})

test('cancel aborts, and rejects with a reason', async () => {
  let signal: AbortSignal | undefined
  const call = new Call(given => {
    signal = given
    return new Promise(() => undefined)
  })
  call.cancel()
  expect(signal?.aborted).toBe(true)
  expect(await call.catch(error => error)).toMatchObject({ details: { reason: 'cancelled' } })
})

test('whatever is thrown arrives as a ChatError', async () => {
  const cause = new Error('plain')
  const error = await new Call(() => Promise.reject(cause)).catch(caught => caught)
  expect(error).toBeInstanceOf(ChatError)
  expect(error).toMatchObject({ message: 'plain', cause })
})
