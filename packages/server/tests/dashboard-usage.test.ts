import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  DashboardBrowser,
  eventually,
  type Person,
  startServer,
  type TestServer,
  testPostgresUrl,
} from '@parley/testkit'
import { ADA, DashboardLab, MovingClock } from './dashboard-lab.ts'

setDefaultTimeout(60_000)

const HALL = 'livestream/hall'
const folders: string[] = []

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

type Kinds = Record<'regular' | 'guest' | 'anonymous' | 'total', number>
interface Step {
  readonly at: string
  readonly messages: Kinds | null
  readonly users: Kinds | null
  readonly connections: Kinds
}
interface Report {
  readonly steps: Step[]
  readonly totals: { readonly messages: Kinds | null; readonly connections: Kinds }
  readonly previous: { readonly from: string; readonly messages: Kinds | null; readonly connections: Kinds }
  readonly months: ({ month: string } & Kinds)[]
  readonly since: string | null
}

/** One database, one clock, a server that can be started anew, and Ada, who looks. */
class Place {
  readonly clock = new MovingClock()
  server!: TestServer
  ada!: DashboardBrowser
  readonly #config: { dataDir: string; databaseUrl: string | undefined }

  constructor(dataDir: string, databaseUrl: string | undefined) {
    this.#config = { dataDir, databaseUrl }
  }

  static async make(): Promise<Place> {
    const folder = await mkdtemp(join(tmpdir(), 'parley-usage-'))
    folders.push(folder)
    const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
    return new Place(folder, databaseUrl)
  }

  async start(): Promise<void> {
    this.server = await startServer({ clock: this.clock.read, config: this.#config })
    this.ada = new DashboardBrowser(this.server)
    const { setupToken } = this.server.running
    if (setupToken) await this.ada.ok('POST /setup', { ...ADA, token: setupToken })
    else await this.signIn()
  }

  async signIn(): Promise<void> {
    await this.ada.ok('POST /sign_in', { email: ADA.email, password: ADA.password })
  }

  async usage(query: string): Promise<Report> {
    return (await this.ada.ok(`GET /apps/test-key/usage?${query}`)) as unknown as Report
  }

  async csv(query: string): Promise<string> {
    const { status, body, headers } = await this.ada.call(`GET /apps/test-key/usage?${query}&format=csv`)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
    return String(body.text)
  }

  /** Until the server has seen it: that many are connected. */
  async connected(count: number): Promise<void> {
    const { hub, app } = { hub: this.server.running.deps.hub, app: this.server.running.app }
    await eventually(() => hub.liveCounts(app.id).total === count, `${count} are connected`)
  }

  /** What is written every few seconds, now. */
  flush(): Promise<void> {
    return this.server.running.deps.hub.usage.flush()
  }
}

const kinds = (regular: number, guest: number, anonymous?: number) => ({
  regular,
  guest,
  total: regular + guest + (anonymous ?? 0),
  ...(anonymous !== undefined && { anonymous }),
})

const send = (author: Person) => author.ok(`POST /channels/${HALL}/message`, { message: { text: 'hi' } })
const stepAt = (report: Report, at: string) => report.steps.find(step => step.at === at)

test('the numbers are what a population did: over a month’s end, and over a restart', async () => {
  const place = await Place.make()
  // The last day of a month, 23:50 UTC.
  const now = new Date()
  const evening = Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 2, 0, 23, 50)
  place.clock.advance((evening - now.getTime()) / 1000)
  const midnight = evening + 600_000
  const [first, second] = [evening, midnight].map(ms => new Date(ms).toISOString())
  const hour = (iso = '') => `${iso.slice(0, 13)}:00:00Z`
  const day = (iso = '') => `${iso.slice(0, 10)}T00:00:00Z`
  const month = (iso = '') => iso.slice(0, 7)
  await place.start()
  let { server } = place
  const { grants } = (await server.ok('GET /channeltypes/livestream')) as { grants: Record<string, string[]> }
  const guestMay = [...(grants.guest ?? []), 'create-message']
  await server.ok('PUT /channeltypes/livestream', { grants: { ...grants, guest: guestMay } })
  await server.upsertUsers({ id: 'ann' }, { id: 'ben' })
  await server.ok(`POST /channels/${HALL}/query`, { data: { created_by_id: 'ann', members: ['ann', 'ben'] } })

  // Five regular users, Ann on two clients; three guests; four who stay anonymous.
  const regular = await Promise.all(['ann', 'ben', 'cid', 'dot', 'eve'].map(id => server.connected(id)))
  const tablet = await server.connected('ann')
  const guests = []
  for (const name of ['gil', 'hal', 'ida']) guests.push(await (await server.guest(name)).connect())
  const strangers = []
  for (let i = 0; i < 4; i++) strangers.push(await server.anonymous().connect())
  await place.connected(13)
  const [ann, ben] = regular as [Person, Person]
  const [gil] = guests as [Person]
  await tablet[Symbol.asyncDispose]()
  await strangers[0]?.[Symbol.asyncDispose]()
  await strangers[1]?.[Symbol.asyncDispose]()
  await place.connected(10)
  for (let i = 0; i < 3; i++) await send(ann)
  const { message } = await send(ben)
  await send(gil)
  // What is deleted was sent all the same.
  await server.ok(`DELETE /messages/${(message as { id: string }).id}?hard=true`)

  const evenings = await place.usage(`by=hour&from=${day(first)}&to=${second}`)
  // Connections are written every few seconds, which may have been already.
  expect(stepAt(evenings, hour(first))).toMatchObject({ messages: kinds(4, 1), users: null })
  await place.flush()

  // It strikes twelve: who is connected still is, one goes, one comes.
  place.clock.advance(900)
  const fay = await server.connected('fay')
  await place.connected(11)
  await ben[Symbol.asyncDispose]()
  await place.connected(10)
  await send(fay)
  await send(gil)
  await place.server[Symbol.asyncDispose]()

  await place.start()
  server = place.server
  await server.connected('ann')
  const gus = await server.connected('gus')
  await send(gus)
  await place.connected(2)
  await place.flush()

  const range = `from=${day(first)}&to=${new Date(midnight + 3_600_000).toISOString()}`
  const hours = await place.usage(`by=hour&${range}`)
  expect(stepAt(hours, hour(first))).toEqual({
    at: hour(first),
    messages: kinds(4, 1),
    users: null,
    connections: kinds(6, 3, 4),
  } as never)
  expect(stepAt(hours, hour(second))).toEqual({
    at: hour(second),
    messages: kinds(2, 1),
    users: null,
    connections: kinds(6, 3, 2),
  } as never)
  expect(hours.totals).toEqual({ messages: kinds(6, 2), connections: kinds(6, 3, 4) } as never)

  const days = await place.usage(`by=day&${range}`)
  expect(stepAt(days, day(first))).toMatchObject({ users: kinds(5, 3), messages: kinds(4, 1) })
  // All who were still there after midnight: Ann, Ben, Cid, Dot, Eve, Fay, the guests, and Gus.
  expect(stepAt(days, day(second))).toMatchObject({ users: kinds(7, 3), messages: kinds(2, 1) })
  expect(days.months.filter(each => [month(first), month(second)].includes(each.month))).toEqual([
    { month: month(first), ...kinds(5, 3) },
    { month: month(second), ...kinds(7, 3) },
  ] as never)
  expect(days.since).toBe(day(first))

  const months = await place.usage('by=month')
  expect(months.steps.at(-1)).toMatchObject({ users: kinds(7, 3), messages: kinds(2, 1) })
  expect(months.steps.at(-2)).toMatchObject({ users: kinds(5, 3), connections: kinds(6, 3, 4) })
  // A month against the one before it.
  const one = await place.usage(`by=month&from=${day(second)}`)
  expect(one.totals.messages).toEqual(kinds(2, 1) as never)
  expect(one.previous.messages).toEqual(kinds(4, 1) as never)

  const minutes = await place.usage(`by=minute&from=${first}&to=${second}`)
  expect(minutes.steps).toHaveLength(10)
  expect(minutes.totals).toEqual({ messages: null, connections: kinds(6, 3, 4) } as never)

  expect((await place.csv(`by=day&${range}`)).split('\r\n')).toEqual([
    'from,team,messages,messages_regular,messages_guest,active_users,active_users_regular,active_users_guest,peak_connections,peak_connections_regular,peak_connections_guest,peak_connections_anonymous',
    `${day(first)},,5,4,1,8,5,3,13,6,3,4`,
    `${day(second)},,3,2,1,10,7,3,11,6,3,2`,
    '',
  ])
  await place.server[Symbol.asyncDispose]()
})

test('a connection that becomes somebody else’s moves from kind to kind', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  const visitor = await server.anonymous().connect()
  visitor.socket.send({ type: 'user.upgrade', id: '1', token: server.token('ann') })
  await visitor.socket.next(frame => frame.type === 'user.upgraded')
  await server.running.deps.hub.usage.flush()
  const report = (await lab.ada.ok('GET /apps/test-key/usage?by=day')) as unknown as Report
  expect(report.steps.at(-1)).toMatchObject({
    users: kinds(1, 0),
    connections: { regular: 1, guest: 0, anonymous: 1, total: 1 },
  })
  const live = await lab.ada.ok('GET /apps/test-key/live')
  expect(live.connections).toMatchObject({ regular: 1, guest: 0, anonymous: 0, total: 1 })
})

test('teams: one alone, and all of them', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers(
    { id: 'ann', teams: ['blue', '=red()'] },
    { id: 'ben', teams: ['blue'] },
    { id: 'cid' },
  )
  await server.ok('POST /channels/messaging/b/query', { data: { created_by_id: 'ann', team: 'blue' } })
  await server.ok('POST /channels/messaging/n/query', { data: { created_by_id: 'cid' } })
  for (const [id, user_id] of [
    ['b', 'ann'],
    ['b', 'ben'],
    ['n', 'cid'],
  ]) {
    await server.ok(`POST /channels/messaging/${id}/message`, { message: { text: 'hi', user_id } })
  }
  await Promise.all([
    server.connected('ann'),
    server.connected('ann'),
    server.connected('ben'),
    server.connected('cid'),
  ])
  await server.running.deps.hub.usage.flush()
  const blue = (await lab.ada.ok('GET /apps/test-key/usage?team=blue')) as unknown as Report
  expect(blue.steps.at(-1)).toMatchObject({
    messages: kinds(2, 0),
    users: kinds(2, 0),
    connections: kinds(3, 0, 0),
  })
  const none = (await lab.ada.ok('GET /apps/test-key/usage?team=')) as unknown as Report
  expect(none.totals).toEqual({ messages: kinds(1, 0), connections: kinds(1, 0, 0) } as never)
  const page = async (query: string) => {
    const { teams, next } = await lab.ada.ok(`GET /apps/test-key/usage/teams?${query}`)
    return {
      teams: teams as { team: string; messages: Kinds; connections: Kinds; monthly_users: Kinds }[],
      next,
    }
  }
  const { teams, next } = await page('by=day')
  expect(next).toBeNull()
  expect(
    teams.map(({ team, messages, connections, monthly_users: users }) => [
      team,
      messages.total,
      connections.total,
      users.total,
    ]),
  ).toEqual([
    ['', 1, 1, 1],
    ['=red()', 0, 2, 1],
    ['blue', 2, 3, 2],
  ])
  const names: string[] = []
  for (let after: string | null | undefined; after !== null; ) {
    const from: string = after === undefined ? '' : `&after=${encodeURIComponent(after)}`
    const one = await page(`limit=1${from}`)
    names.push(...one.teams.map(({ team }) => team))
    after = one.next as string | null
  }
  expect(names).toEqual(['', '=red()', 'blue'])
  const csv = await lab.ada.call('GET /apps/test-key/usage?format=csv&team=%3Dred()')
  expect(String(csv.body.text).split('\r\n')[1]).toContain(",'=red(),")
  expect(csv.headers.get('content-disposition')).toMatch(
    /^attachment; filename="usage-test-key-by-day-.*\.csv"$/,
  )
})

test('what can’t be told is refused, with words', async () => {
  await using lab = await DashboardLab.open()
  const refused: [string, RegExp][] = [
    ['by=week', /by/],
    ['from=yesterday', /from must be a time/],
    ['from=2026-11-21&to=2026-11-20', /from must be before to/],
    ['by=minute&from=2020-01-01&to=2020-01-02', /within the last 14 days/],
    ['by=hour&from=2020-01-01&to=2020-01-02', /within the last 400 days/],
    ['by=day&from=2020-01-01&to=2026-01-01', /at most 366 days before to/],
    ['by=month&from=2000-01-01&to=2026-01-01', /at most 120 months/],
    ['to=9999-01-01', /between 1970 and 2200/],
    ['by=minute&team=blue', /by minute is for all teams together/],
    ['format=xml', /format/],
  ]
  for (const [query, words] of refused) {
    const { status, body } = await lab.ada.call(`GET /apps/test-key/usage?${query}`)
    expect([query, status, String(body.message)]).toEqual([query, 400, expect.stringMatching(words)])
  }
  const empty = (await lab.ada.ok('GET /apps/test-key/usage')) as unknown as Report
  expect(empty.since).toBeNull()
  expect(empty.steps).toHaveLength(30)
})

test('live: what is open, and what happens this moment', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  await server.upsertUsers({ id: 'ann' }, { id: 'ben' })
  await server.ok(`POST /channels/${HALL}/query`, { data: { created_by_id: 'ann', members: ['ann', 'ben'] } })
  const ann = await server.connected('ann')
  const ben = await server.connected('ben')
  await server.anonymous().connect()
  await ben.ok(`POST /channels/${HALL}/query?connection_id=${ben.connectionId}`, { watch: true, state: true })
  for (let i = 0; i < 20; i++) await send(ann)
  await server.call('GET /app', undefined, { token: 'no token' })
  const live = () => lab.ada.ok('GET /apps/test-key/live')
  type Sample = {
    readonly second: number
    readonly messages: number
    readonly deliveries: number
    readonly requests: number
  }
  const sumOf = (samples: unknown, what: Exclude<keyof Sample, 'second'>) =>
    (samples as Sample[]).reduce((total, sample) => total + sample[what], 0)
  // A second is told of once it is over.
  await eventually(async () => sumOf((await live()).samples, 'messages') === 20, 'all messages are seen')
  const now = await live()
  expect(now.connections).toEqual({
    regular: 2,
    guest: 0,
    anonymous: 1,
    total: 3,
    websocket: 3,
    longpoll: 0,
  })
  expect(now).toMatchObject({
    users_online: 2,
    channels_watched: 1,
    auth_failures_per_minute: 1,
    outbox_waiting: 0,
    slow_receivers_dropped: 0,
  })
  const times = now.send_to_deliver_ms as { sends: number; p50: number; p99: number }
  expect(times.sends).toBe(20)
  expect(times.p99).toBeGreaterThanOrEqual(times.p50)
  const samples = now.samples as Sample[]
  expect(sumOf(samples, 'deliveries')).toBeGreaterThanOrEqual(20)
  expect(sumOf(samples, 'requests')).toBeGreaterThanOrEqual(22)
  expect(now.messages_per_second).toBeGreaterThan(0)
  expect(now.process).toMatchObject({ memory_bytes: expect.any(Number), processor_share: expect.any(Number) })
  const { second } = samples.at(-1) as { second: number }
  const later = await lab.ada.ok(`GET /apps/test-key/live?since=${second}`)
  expect((later.samples as { second: number }[]).filter(sample => sample.second <= second)).toEqual([])
  const viewer = await lab.invite('viewer@example.com', 'viewer')
  expect((await viewer.ok('GET /apps/test-key/live')).process).toBeNull()
})
