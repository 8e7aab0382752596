import { CLOSE_CODES } from '@parley/protocol'
import { type Frame, TestSocket } from '@parley/testkit'
import fc from 'fast-check'
import { mutatedJson } from './json-text.ts'
import { checkError } from './refusals.ts'
import { oddText } from './tokens.ts'
import type { Wire } from './wire.ts'
import type { World } from './world.ts'

/** What one client says on one connection: frames that are answered, and one that may end it. */
export interface Conversation {
  /** How it comes in: by a first frame that is right, by the query, or not at all. */
  readonly entrance: 'frame' | 'query' | 'none'
  readonly caller: string
  readonly token: string | undefined
  readonly frames: readonly string[]
  readonly last: string | Uint8Array | undefined
}

const ENDINGS = new Set<number>([...Object.values(CLOSE_CODES).map(({ code }) => code), 1006, 1009])

export function conversations(world: World): fc.Arbitrary<Conversation> {
  const frame = frames(world)
  return fc
    .record({
      entrance: fc.constantFrom('frame', 'frame', 'frame', 'query', 'none'),
      caller: fc.constantFrom(...world.tokens()),
      frames: fc.array(
        frame.map(value => JSON.stringify(value)),
        { minLength: 10, maxLength: 25 },
      ),
      last: fc.option(fc.oneof({ weight: 8, arbitrary: mutatedJson(frame) }, broken), { nil: undefined }),
    })
    .map(({ caller: [caller, token], ...rest }) => ({ ...rest, caller, token }))
}

const broken: fc.Arbitrary<string | Uint8Array> = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 50 }).map(text => text.toWellFormed()),
  fc.constantFrom('', ' ', '{', 'x'.repeat(70_000), '['.repeat(30_000), `"${'\u00e9'.repeat(40_000)}"`),
)

/** Frames that are JSON: right ones, and ones with odd fields. */
function frames(world: World): fc.Arbitrary<unknown> {
  const tokens = world.tokens().map(([, token]) => token)
  const odd = fc.oneof(oddText, fc.jsonValue({ maxDepth: 3 }))
  const mostly = <T>(right: fc.Arbitrary<T>) => fc.oneof<fc.Arbitrary<unknown>[]>(right, right, right, odd)
  const id = mostly(fc.constantFrom('1', 'x'.repeat(64), 'x'.repeat(65), undefined))
  const token = mostly(fc.constantFrom(...tokens))
  const details = mostly(
    fc.record({ id: fc.constantFrom('alice', 'bob'), name: oddText }, { requiredKeys: [] }),
  )
  const live = mostly(fc.constantFrom(...world.people.map(({ connectionId }) => connectionId)))
  return fc.oneof(
    fc.record({ type: fc.constant('health.check'), id, connection_id: live }, { requiredKeys: ['type'] }),
    fc.record({ type: fc.constant('token.refresh'), id, token }, { requiredKeys: ['type'] }),
    fc.record(
      { type: fc.constant('user.upgrade'), id, token, user_details: details, merge: mostly(fc.boolean()) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      {
        type: fc.constant('auth'),
        id,
        api_key: mostly(fc.constant(world.server.apiKey)),
        'stream-auth-type': mostly(fc.constantFrom('jwt', 'anonymous')),
        authorization: token,
        user_details: details,
        device: odd,
      },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: odd, id, reply_to: odd, message: odd }, { requiredKeys: [] }),
    fc.jsonValue({ maxDepth: 4 }),
  )
}

/**
 * Says all of it over a socket and hears the server out.
 * @returns how many frames were sent
 * @throws Error when an answer is not what every answer must be, or none comes
 */
export async function talkBySocket(world: World, said: Conversation): Promise<number> {
  await using socket = await new TestSocket(addressOf(world, said)).opened()
  const entrance = said.entrance === 'frame' ? [JSON.stringify(authFrame(world, said))] : []
  const all = [...entrance, ...said.frames, ...(said.last === undefined ? [] : [said.last])]
  for (const frame of all) socket.send(frame)
  socket.send({ type: 'health.check', id: 'the end' })
  const heard = socket.next(({ reply_to }) => reply_to === 'the end')
  const ended = socket.whenClosed(10_000).then(({ code }) => {
    if (!ENDINGS.has(code)) throw new Error(`closed with ${code}`)
    return undefined
  })
  const answer = await Promise.any([heard, ended])
  void Promise.allSettled([heard, ended])
  for (const frame of [...socket.drain(), ...(answer ? [answer] : [])]) checkFrame(frame)
  return all.length + 1
}

/** The same over a long poll: frames go by POST, answers come by GET. */
export async function talkByLongPoll(world: World, wire: Wire, said: Conversation): Promise<number> {
  const opened = await poll(wire, `GET ${longPollTarget(world, said)}`)
  const id = encodeURIComponent(String(opened.connection_id))
  const target = `/longpoll?api_key=${world.server.apiKey}&connection_id=${id}`
  if (opened.close) return 1
  await poll(wire, `POST ${target}`, `{"frames":[${said.frames.join(',')}]}`)
  if (said.last !== undefined) await poll(wire, `POST ${target}`, said.last)
  await poll(wire, `POST ${target}`, '{"frames":[{"type":"health.check","id":"the end"}]}')
  await poll(wire, `GET ${target}`)
  await poll(wire, `DELETE ${target}`)
  return said.frames.length + 5
}

async function poll(
  wire: Wire,
  line: string,
  body: string | Uint8Array = '',
): Promise<Record<string, unknown>> {
  const content = Buffer.from(body)
  const head = `${line} HTTP/1.1\r\nHost: chat.example\r\nContent-Length: ${content.length}\r\n\r\n`
  const reply = await wire.ask(Buffer.concat([Buffer.from(head), content]))
  if (!reply || reply.status >= 500)
    throw new Error(`${line} answered ${reply?.status}: ${reply?.text.slice(0, 500)}`)
  const answer = JSON.parse(reply.text) as Record<string, unknown>
  if (reply.status >= 300) checkError(answer, reply.status)
  for (const frame of (answer.events as Frame[] | undefined) ?? []) checkFrame(frame)
  return answer
}

function addressOf(world: World, said: Conversation): string {
  const address = `${world.server.url.replace('http', 'ws')}/connect`
  return said.entrance === 'query' ? `${address}?${credentials(world, said)}` : address
}

function longPollTarget(world: World, said: Conversation): string {
  return said.entrance === 'none'
    ? `/longpoll?api_key=${world.server.apiKey}`
    : `/longpoll?${credentials(world, said)}`
}

function credentials(world: World, { caller, token }: Conversation): URLSearchParams {
  const query = new URLSearchParams({ api_key: world.server.apiKey })
  if (caller === 'anonymous') query.set('stream-auth-type', 'anonymous')
  if (token !== undefined) query.set('authorization', token)
  return query
}

function authFrame(world: World, { caller, token }: Conversation): Frame {
  const authType = caller === 'anonymous' ? 'anonymous' : 'jwt'
  return { type: 'auth', api_key: world.server.apiKey, 'stream-auth-type': authType, authorization: token }
}

function checkFrame(frame: Frame): void {
  if (typeof frame.error === 'object' && frame.error !== null) checkError(frame.error as Frame)
  else if (typeof frame.type !== 'string')
    throw new Error(`a frame without type: ${JSON.stringify(frame).slice(0, 500)}`)
}
