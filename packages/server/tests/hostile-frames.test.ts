import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer, TestSocket } from '@parley/testkit'
import { checkError } from './hostile/refusals.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

/** The error that a frame is answered with. */
async function refusalOf(socket: TestSocket, frame: unknown): Promise<Frame> {
  socket.send(frame)
  const error = await socket.nextError()
  checkError(error)
  return error
}

describe('a frame that ends the connection says why', () => {
  const broken: [what: string, frame: string | Uint8Array, message: string][] = [
    [
      'cut short',
      '{"type":"health.check"',
      'frame is not JSON: line 1, column 23: the text ends where "," or "}" should be',
    ],
    ['no JSON', 'PING', 'frame is not JSON: line 1, column 1: there is "P" where a value should be'],
    ['empty', '', 'frame is not JSON: line 1, column 1: the text ends where a value should be'],
    ['NaN', '{"type":NaN}', 'frame is not JSON: line 1, column 9: there is "N" where a value should be'],
    [
      'two frames in one',
      '{}{}',
      'frame is not JSON: line 1, column 3: there is "{" after the end of the JSON value',
    ],
    [
      'nested beyond any parser',
      '['.repeat(60_000),
      'frame is not JSON: line 1, column 514: the nesting is too deep',
    ],
    [
      'binary',
      new Uint8Array([1, 2, 3]),
      'frames are text with one JSON object each; this one is binary (3 bytes)',
    ],
    ['too big', 'x'.repeat(70_000), 'frames have at most 65536 bytes; this one has 70000'],
  ]
  for (const [what, frame, message] of broken) {
    test(what, async () => {
      const alice = await server.connected('alice')
      const error = await refusalOf(alice.socket, frame)
      expect(error).toMatchObject({
        code: 4,
        StatusCode: 400,
        exception_fields: { frame: expect.any(String) },
      })
      expect(error.message).toBe(message)
      expect(await alice.socket.whenClosed()).toMatchObject({ code: 4000 })
    })
  }
})

describe('a frame with something wrong in it names the field, and the connection lives', () => {
  let alice: Person
  const types = 'must be one of auth, health.check, token.refresh, user.upgrade'
  const wrong: [frame: unknown, field: string, problem: string][] = [
    [{ type: 'message.send' }, 'type', `${types}, got "message.send"`],
    [{ type: 7 }, 'type', `${types}, got the number 7`],
    [{ type: null }, 'type', `${types}, got null`],
    [{}, 'type', `${types}, got nothing`],
    ['"hello"', 'frame', 'must be an object with a type, got a string'],
    ['true', 'frame', 'must be an object with a type, got a boolean'],
    [{ type: 'health.check', id: 7 }, 'id', 'must be a string, got the number 7'],
    [{ type: 'health.check', id: 'x'.repeat(65) }, 'id', 'must be at most 64 characters, got 65'],
    [{ type: 'health.check', id: ['1'] }, 'id', 'must be a string, got an array'],
    ['{"type":"health.check","odd":1e400}', 'odd', 'must be a finite number'],
    ['{"type":"health.check","odd":"\\u0000"}', 'odd', 'must not contain the character U+0000'],
    ['{"type":"health.check","odd":"\\ud800"}', 'odd', 'must be valid Unicode, not half a character'],
    ['{"type":"health.check","__proto__":1}', '__proto__', 'is not allowed as a name'],
    [{ type: 'token.refresh' }, 'token', 'must be a string, got nothing'],
    [{ type: 'token.refresh', token: '' }, 'token', 'must not be empty'],
    [{ type: 'user.upgrade', token: 'x', merge: 'yes' }, 'merge', 'must be true or false, got a string'],
    [
      { type: 'user.upgrade', token: 'x', user_details: { name: 5 } },
      'user_details.name',
      'must be a string, got the number 5',
    ],
    [{ type: 'auth', authorization: 'x' }, 'type', 'auth comes once: the connection is user "alice" already'],
  ]

  beforeAll(async () => {
    alice = await server.connected('alice')
  })

  for (const [frame, field, problem] of wrong) {
    test(typeof frame === 'string' ? frame : JSON.stringify(frame).slice(0, 80), async () => {
      const error = await refusalOf(alice.socket, frame)
      expect(error).toMatchObject({ code: 4, StatusCode: 400 })
      expect((error.exception_fields as Record<string, string>)[field]).toStartWith(problem)
      expect(error.message).toContain(problem)
    })
  }

  test('the connection of all these frames', async () => {
    alice.socket.send({ type: 'health.check', id: 'alive' })
    expect(await alice.next('health.check')).toMatchObject({ reply_to: 'alive' })
  })
})

test('the answer to a wrong frame repeats only an id that is one', async () => {
  const alice = await server.connected('alice')
  for (const id of ['a', '__proto__', '\u202e']) {
    alice.socket.send({ type: 'nothing', id })
    expect(await alice.next(frame => frame.error !== undefined)).toMatchObject({ reply_to: id })
  }
  for (const id of [7, null, {}, 'x'.repeat(65)]) {
    alice.socket.send({ type: 'nothing', id })
    expect(await alice.next(frame => frame.error !== undefined)).not.toHaveProperty('reply_to')
  }
})

describe('coming in with nonsense', () => {
  const open = (query = '') => new TestSocket(`${server.url.replace('http', 'ws')}/connect${query}`).opened()

  test('in the query is refused like in a frame', async () => {
    const token = server.token('alice')
    const cases: [query: Record<string, string>, field: string][] = [
      [{ json: '{' }, 'json'],
      [{ json: '[1]' }, 'json'],
      [{ json: '{"user_details":{"name":5}}' }, 'user_details.name'],
      [{ json: '{"user_id":"a b"}' }, 'user_id'],
      [{ json: `{"user_details":{"odd":"${'x'.repeat(6000)}"}}` }, 'user_details'],
      [{ json: '{"device":{"id":"d","push_provider":"pigeon"}}' }, 'device.push_provider'],
      [{ json: '{}', 'stream-auth-type': 'magic' }, 'stream-auth-type'],
    ]
    for (const [query, field] of cases) {
      const params = new URLSearchParams({ api_key: server.apiKey, authorization: token, ...query })
      await using socket = await open(`?${params}`)
      const error = await socket.nextError()
      checkError(error)
      expect([query, error.code, Object.keys(error.exception_fields ?? {})]).toEqual([query, 4, [field]])
      expect(await socket.whenClosed()).toMatchObject({ code: 4000 })
    }
  })

  test('in an address that is no address still opens the socket', async () => {
    for (const query of [
      '?%',
      '?%zz=%ff',
      '?&&&==',
      '?json',
      '?authorization=&json=&stream-auth-type=',
      '?\u{1f600}',
    ]) {
      await using socket = await open(query)
      socket.send({ type: 'auth', api_key: server.apiKey, authorization: server.token('alice') })
      const first = await socket.next(frame => frame.me !== undefined || frame.error !== undefined)
      expect([query, first.me]).toEqual([query, expect.objectContaining({ id: 'alice' })])
    }
  })
})
