import { expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer, TestSocket } from '@parley/testkit'
import fc from 'fast-check'
import { connections } from './ws-support.ts'

const RUNS = 60
const FRAMES_PER_RUN = 60

const types = fc.constantFrom(
  'auth',
  'health.check',
  'token.refresh',
  'user.upgrade',
  'message.new',
  '',
  'toString',
)
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }),
  fc.constantFrom(null, Number.MAX_VALUE, -0, '\u0000', '\ud800', '!anon', '__proto__', 'x'.repeat(1000)),
  fc.string({ unit: 'binary', maxLength: 50 }),
)
const fields = fc.constantFrom(
  'id',
  'token',
  'authorization',
  'api_key',
  'stream-auth-type',
  'user_id',
  'user_details',
  'user_token',
  'device',
  'merge',
  'connection_id',
  '__proto__',
  'constructor',
)
const object = fc
  .tuple(types, fc.dictionary(fields, odd, { maxKeys: 5 }))
  .map(([type, rest]) => ({ ...rest, type }))
const wellFormed = fc.oneof(object, odd).map(value => JSON.stringify(value) ?? 'null')
const cutShort = fc.tuple(wellFormed, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)))
const wire = fc.oneof(
  { weight: 400, arbitrary: wellFormed },
  { weight: 1, arbitrary: cutShort },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
)

/** Sends frames until they are used up or the server has had enough; everything it said. */
async function bombard(
  socket: TestSocket,
  frames: readonly (string | Uint8Array)[],
): Promise<[Frame[], number | undefined]> {
  for (const frame of frames) socket.send(frame)
  socket.send({ type: 'health.check', id: 'the last one' })
  const last = socket.next(frame => frame.reply_to === 'the last one').then(() => undefined)
  const closed = socket.whenClosed().then(({ code }) => code)
  const code = await Promise.any([last, closed])
  // Whichever did not happen fails at its deadline, and is of no interest.
  void Promise.allSettled([last, closed])
  return [socket.drain(), code]
}

async function open(server: TestServer, authenticated: boolean): Promise<TestSocket> {
  const socket = await new TestSocket(`${server.url.replace('http', 'ws')}/connect`).opened()
  if (!authenticated) return socket
  socket.send({ type: 'auth', api_key: server.apiKey, authorization: server.token('alice') })
  await socket.next('health.check')
  return socket
}

for (const authenticated of [true, false]) {
  test(`whatever ${authenticated ? 'a user' : 'a stranger'} sends, the answer is an error of theirs, never of ours`, async () => {
    await using server = await startServer()
    const batches = fc.sample(fc.array(wire, { minLength: FRAMES_PER_RUN, maxLength: FRAMES_PER_RUN }), RUNS)
    for (const frames of batches) {
      const socket = await open(server, authenticated)
      const [answers, code] = await bombard(socket, frames)
      const errors = answers
        .map(answer => answer.error as Frame | undefined)
        .filter(error => error !== undefined)
      for (const error of errors) {
        expect(error.StatusCode).toBeWithin(400, 500)
        expect(String(error.message).length).toBeWithin(1, 2000)
      }
      if (code !== undefined) expect(code).toBeOneOf([4000, 4001])
      await socket[Symbol.asyncDispose]()
    }
    const alice = await server.connected('alice')
    expect(alice.me).toMatchObject({ id: 'alice' })
    expect(connections(server)).toBe(1)
  }, 120_000)
}
