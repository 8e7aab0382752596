import { expect, test } from 'bun:test'
import type { TeamUsageStats } from '@parley/protocol'
import { startServer, type TestServer } from '@parley/testkit'
import type { NodeHub } from '../src/hub/node-hub.ts'

const DAY_MS = 86_400_000
const date = (ms: number) => new Date(ms).toISOString().slice(0, 10)

async function usage(server: TestServer, body: object): Promise<{ teams: TeamUsageStats[]; next?: string }> {
  return (await server.ok('POST /stats/team_usage', body)) as never
}

test('an app without teams has none to tell of', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' })
  expect((await usage(server, {})).teams).toEqual([])
  expect((await server.person('alice').call('POST /stats/team_usage', {})).status).toBe(403)
})

test('a period that is none is refused', async () => {
  await using server = await startServer()
  const refused = [
    { month: 'invalid' },
    { month: '2026' },
    { month: '2026-13' },
    { start_date: 'yesterday', end_date: '2026-11-21' },
    { start_date: '2026-02-30', end_date: '2026-03-01' },
    { start_date: '2026-11-21', end_date: '2026-11-20' },
    { start_date: '2024-11-21', end_date: '2026-11-20' },
    { start_date: '2026-11-21' },
    { limit: 31 },
    { next: '***' },
    { month: '2026-11', start_date: '2026-11-20', end_date: '2026-11-21' },
  ]
  for (const body of refused) {
    expect([body, (await server.call('POST /stats/team_usage', body)).status]).toEqual([body, 400])
  }
  const now = Date.now()
  await usage(server, { start_date: date(now - 365 * DAY_MS), end_date: date(now), limit: 30, next: '' })
})

test('teams are told by name, messages by their channel and users by their teams', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers(
    { id: 'ann', teams: ['blue', 'red'] },
    { id: 'ben', teams: ['blue'] },
    { id: 'cid' },
    { id: 'dot', teams: ['Zoo', 'ä'] },
  )
  await server.ok('POST /channels/messaging/b/query', { data: { created_by_id: 'ann', team: 'blue' } })
  await server.ok('POST /channels/messaging/n/query', { data: { created_by_id: 'cid' } })
  for (const [id, user_id] of [
    ['b', 'ann'],
    ['b', 'ann'],
    ['b', 'ben'],
    ['n', 'cid'],
  ]) {
    await server.ok(`POST /channels/messaging/${id}/message`, { message: { text: 'hi', user_id } })
  }
  await using ann = await server.connected('ann')
  await using _phone = await server.connected('ann')
  expect(ann.me).toBeDefined()
  await (server.running.deps.hub as NodeHub).usage.flush()

  const { teams, next } = await usage(server, {})
  expect(next).toBeUndefined()
  expect(teams.map(({ team }) => team)).toEqual(['', 'Zoo', 'blue', 'red', 'ä'])
  const totals = (team: string) => {
    const { team: _, ...metrics } = teams.find(each => each.team === team) as TeamUsageStats
    return Object.fromEntries(Object.entries(metrics).map(([name, metric]) => [name, metric]))
  }
  expect(totals('blue')).toEqual({
    users_daily: { total: 1 },
    messages_daily: { total: 3 },
    translations_daily: { total: 0 },
    image_moderations_daily: { total: 0 },
    concurrent_users: { total: 1 },
    concurrent_connections: { total: 2 },
    users_total: { total: 2 },
    users_last_24_hours: { total: 1 },
    users_last_30_days: { total: 1 },
    users_month_to_date: { total: 1 },
    users_engaged_last_30_days: { total: 2 },
    users_engaged_month_to_date: { total: 2 },
    messages_total: { total: 3 },
    messages_last_24_hours: { total: 3 },
    messages_last_30_days: { total: 3 },
    messages_month_to_date: { total: 3 },
  })
  expect(totals('red')).toMatchObject({ users_total: { total: 1 }, messages_total: { total: 0 } })
  expect(totals('')).toMatchObject({ users_total: { total: 1 }, messages_total: { total: 1 } })

  const first = await usage(server, { limit: 1 })
  expect(first.teams.map(({ team }) => team)).toEqual([''])
  const second = await usage(server, { limit: 2, next: first.next })
  expect(second.teams.map(({ team }) => team)).toEqual(['Zoo', 'blue'])
  expect(second.next).toBe(Buffer.from('blue').toString('base64'))
  const last = await usage(server, { next: second.next })
  expect([last.teams.length, last.next]).toEqual([2, undefined])

  const now = Date.now()
  const days = await usage(server, { start_date: date(now - 2 * DAY_MS), end_date: date(now) })
  const blue = days.teams.find(({ team }) => team === 'blue') as TeamUsageStats
  const values = (metric: { daily?: { value: number }[] }) => metric.daily?.map(({ value }) => value)
  expect(blue.messages_daily.daily?.map(each => each.date)).toEqual(
    [2, 1, 0].map(ago => date(now - ago * DAY_MS)),
  )
  expect(values(blue.messages_daily)).toEqual([0, 0, 3])
  expect(values(blue.messages_total)).toEqual([0, 0, 3])
  expect(values(blue.users_total)).toEqual([0, 0, 2])
  expect(values(blue.users_engaged_last_30_days)).toEqual([0, 0, 2])
  expect(blue.messages_daily.total).toBe(3)
})

test('who is active on several days of a window counts there once', async () => {
  await using server = await startServer()
  const { store } = server.running.deps
  await server.upsertUsers({ id: 'ann', teams: ['blue'] }, { id: 'ben', teams: ['blue'] })
  const appId = server.running.app.id
  // Days of long ago are forgotten in the background.
  const first = Math.floor(Date.now() / 86_400_000)
  const record = async (day: number, ...ids: string[]) => {
    const now = Date.now() * 1000
    await store.transaction(async tx => {
      await tx.touchUsers(
        appId,
        ids.map(userId => ({ userId, atUs: now + day * 1e6 })),
      )
      await tx.recordActiveDay(appId, first + day, now + day * 1e6, now + (day + 1) * 1e6)
    })
  }
  await record(0, 'ann')
  await record(5, 'ann')
  await record(10, 'ann', 'ben')
  const changes = await store.read.countTeamWindows(
    { appId, team: 'blue', from: first, to: first + 100 },
    'active',
    7,
  )
  const sizes = [0, 4, 6, 9, 10, 11, 16, 17].map(day =>
    changes.reduce((sum, change) => (change.day <= first + day ? sum + change.count : sum), 0),
  )
  expect(sizes).toEqual([1, 1, 1, 1, 2, 2, 2, 0])
  const firsts = await store.read.countTeamNewcomers(
    { appId, team: 'blue', from: first + 1, to: first + 100 },
    'active',
  )
  expect(firsts.toSorted((a, b) => a.day - b.day)).toEqual([
    { day: first + 5, count: 1 },
    { day: first + 10, count: 1 },
  ])
})
