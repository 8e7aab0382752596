import { expect, test } from 'bun:test'
import { type Reply, startServer, type TestServer, testPostgresUrl } from '@parley/testkit'
import { Client } from 'pg'
import pino from 'pino'

/**
 * Many at once about the same few rows. On SQLite one transaction runs at a time; on PostgreSQL they
 * run side by side, and must not end up waiting for each other.
 */
const ROOMS = ['hall', 'stage', 'attic']
const PEOPLE = ['alice', 'bob', 'carol', 'dave']
const WORKERS = 12
const ROUNDS = 50

/** The same numbers in every run: who does what is no accident, only when. */
function numbers(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

interface Scene {
  readonly server: TestServer
  readonly pick: <T>(list: readonly T[]) => T
  readonly id: string
}

type Deed = (scene: Scene) => Promise<Reply>

const roomOf = ({ pick }: Scene) => `messaging/${pick(ROOMS)}`
const messageOf = ({ pick }: Scene) => `m-${pick([1, 2, 3, 4, 5, 6])}`
const shuffled = <T>({ pick }: Scene, list: readonly T[]) => list.toSorted(() => pick([-1, 1]))

/** What happens less often than the rest leaves something for that to happen to. */
const SELDOM: readonly Deed[] = [
  scene => scene.server.call(`DELETE /channels/${roomOf(scene)}?hard_delete=true`),
  scene => scene.server.call(`DELETE /channels/${roomOf(scene)}`),
  scene =>
    scene.server.call('POST /channels/delete', {
      cids: shuffled(scene, ROOMS).map(room => `messaging:${room}`),
      hard_delete: true,
    }),
  scene => scene.server.call(`POST /channels/${roomOf(scene)}/truncate`, { hard_delete: true }),
  scene => scene.server.call(`DELETE /messages/${messageOf(scene)}?hard=${scene.pick(['true', 'false'])}`),
]

const OFTEN: readonly Deed[] = [
  scene => make(scene, roomOf(scene)),
  scene => say(scene, { id: messageOf(scene) }),
  scene => say(scene, { id: messageOf(scene) }),
  scene => say(scene, { id: scene.id, parent_id: messageOf(scene) }),
  scene =>
    scene.server.call(`POST /channels/${roomOf(scene)}`, {
      data: { name: scene.id },
      add_members: shuffled(scene, PEOPLE),
    }),
  scene => scene.server.call(`POST /channels/${roomOf(scene)}`, { remove_members: [scene.pick(PEOPLE)] }),
  scene => scene.server.call(`POST /channels/${roomOf(scene)}/read`, { user_id: scene.pick(PEOPLE) }),
  scene => scene.server.call('POST /channels/read', { user_id: scene.pick(PEOPLE) }),
  scene =>
    scene.server.call(`POST /channels/${roomOf(scene)}/draft`, {
      message: { text: 'well', user_id: scene.pick(PEOPLE) },
    }),
  scene => scene.server.call(`POST /channels/${roomOf(scene)}/hide`, { user_id: scene.pick(PEOPLE) }),
  scene =>
    scene.server.call(`POST /messages/${messageOf(scene)}/reaction`, {
      reaction: { type: scene.pick(['like', 'love']), user_id: scene.pick(PEOPLE) },
    }),
  scene =>
    scene.server.call(`PUT /messages/${messageOf(scene)}`, { set: { text: scene.id }, user_id: 'alice' }),
  scene => upload(scene, roomOf(scene)),
  ({ server, id }) =>
    server.call('POST /users', {
      users: Object.fromEntries(PEOPLE.map(each => [each, { id: each, x: id }])),
    }),
  comeAndGo,
]

function make({ server, pick }: Scene, room: string): Promise<Reply> {
  const data = { created_by_id: 'alice', members: PEOPLE.toSorted(() => pick([-1, 1])) }
  return server.call(`POST /channels/${room}/query`, { data })
}

type Message = { readonly id: string; readonly parent_id?: string }

/** In a room that is there, also when it was not. */
async function say(scene: Scene, message: Message, user_id = scene.pick(PEOPLE)): Promise<Reply> {
  const room = roomOf(scene)
  const body = { message: { ...message, text: 'hello', user_id } }
  const reply = await scene.server.call(`POST /channels/${room}/message`, body)
  if (reply.status !== 404) return reply
  await make(scene, room)
  return scene.server.call(`POST /channels/${room}/message`, body)
}

/** Somebody who is there to say one thing, and to be forgotten. */
async function comeAndGo(scene: Scene): Promise<Reply> {
  const { server, id } = scene
  await server.call(`POST /channels/${roomOf(scene)}`, { add_members: [id] })
  await say(scene, { id }, id)
  return server.call(`DELETE /users/${id}?hard_delete=true&mark_messages_deleted=true`)
}

async function upload({ server, pick }: Scene, room: string): Promise<Reply> {
  const form = new FormData()
  form.set('file', new File(['hello'], 'a.txt', { type: 'text/plain' }))
  form.set('user', JSON.stringify({ id: pick(PEOPLE) }))
  const response = await fetch(`${server.url}/channels/${room}/file?api_key=${server.apiKey}`, {
    method: 'POST',
    headers: { Authorization: server.serverToken, 'Stream-Auth-Type': 'jwt' },
    body: form,
  })
  return { status: response.status, body: await response.json() } as Reply
}

/** How often PostgreSQL ended a transaction that waited for one that waited for it. */
async function deadlocksIn(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query(
    'select deadlocks::int as count from pg_stat_database where datname = current_database()',
  )
  await client.end()
  return (rows as { count: number }[])[0]?.count ?? 0
}

test('of many who make the same thing at once one does, and the others are told that it is there', async () => {
  await using server = await startServer()
  const make = () => server.call('POST /channeltypes', { name: 'forum' })
  for (let round = 0; round < 5; round++) {
    const statuses = (await Promise.all(Array.from({ length: 8 }, make))).map(({ status }) => status)
    expect(statuses.toSorted()).toEqual([200, ...Array<number>(7).fill(400)])
    await server.ok('DELETE /channeltypes/forum')
  }
})

test('whoever changes the same things at once is answered without a fault', async () => {
  const errors: string[] = []
  const log = pino({ level: 'error' }, { write: line => void errors.push(line) })
  const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
  const server = await startServer({ log, config: { databaseUrl } })
  await server.upsertUsers(...PEOPLE.map(id => ({ id })))
  const statuses = new Map<number, number>()
  const work = async (worker: number) => {
    const next = numbers(worker)
    const pick = <T>(list: readonly T[]): T => list[next(list.length)] as T
    for (let round = 0; round < ROUNDS; round++) {
      const deed = pick(next(10) === 0 ? SELDOM : OFTEN)
      const { status } = await deed({ server, pick, id: `w-${worker}-${round}` })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
    }
  }
  await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker + 1)))
  await server[Symbol.asyncDispose]()
  expect([...statuses.keys()].filter(status => status >= 500)).toEqual([])
  // Most of it was done, and not only refused.
  expect(statuses.get(200) ?? 0).toBeGreaterThan((WORKERS * ROUNDS) / 3)
  expect(errors).toEqual([])
  if (databaseUrl !== undefined) expect(await deadlocksIn(databaseUrl)).toBe(0)
})
