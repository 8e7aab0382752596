import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import { Receiver } from './receiver.ts'
import { settled } from './settled.ts'

const HALL = '/channels/messaging/hall'

let server: TestServer
const sent: { id: string; created_at: string }[] = []

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice', planet: 'Earth' }, { id: 'bob' }, { id: 'carol' })
  await server.ok(`POST ${HALL}/query`, {
    data: { created_by_id: 'alice', members: ['alice', 'bob'], topic: 'tea' },
  })
  await server.ok('POST /channels/messaging/empty/query', { data: { created_by_id: 'alice' } })
  for (const [user_id, text, more] of [
    ['alice', 'one', {}],
    ['bob', 'two', { silent: true }],
    ['carol', 'three', {}],
    ['alice', 'four', {}],
  ] as const) {
    const parent = text === 'three' ? { parent_id: sent[0]?.id } : {}
    const { message } = await server.ok(`POST ${HALL}/message`, {
      message: { user_id, text, ...more, ...parent },
    })
    sent.push(message as (typeof sent)[number])
  }
  await server.ok(`DELETE /messages/${sent[1]?.id}`)
  const reaction = { type: 'like', user_id: 'bob' }
  await server.ok(`POST /messages/${sent[0]?.id}/reaction`, { reaction })
})

afterAll(() => server[Symbol.asyncDispose]())

interface Exported {
  channel: Record<string, unknown>
  members: { user_id: string }[]
  messages: { id: string; text: string; type: string }[]
  users?: { id: string }[]
}

async function resultOf(body: object, endpoint = 'POST /export_channels', path = 'export_channels') {
  const { task_id } = await server.ok(endpoint, body)
  const task = await settled(server, task_id, path)
  expect(task).toMatchObject({ task_id, status: 'completed' })
  return task.result as { url: string; size: number; path: string; s3_bucket_name: string }
}

async function exported(body: object): Promise<Exported[]> {
  const got = await fetch((await resultOf(body)).url)
  expect(got.status).toBe(200)
  expect(got.headers.get('content-disposition')).toContain('attachment; filename="channels.json"')
  return (await got.json()) as Exported[]
}

const texts = (from: Exported[]): string[][] => from.map(each => each.messages.map(({ text }) => text))

describe('an export of channels', () => {
  test('has channels, members and all messages in order', async () => {
    const channels = [{ type: 'messaging', id: 'empty' }, { cid: 'messaging:hall' }]
    const [empty, hall] = await exported({ channels })
    expect(empty).toMatchObject({ channel: { cid: 'messaging:empty' }, members: [], messages: [] })
    expect(hall?.channel).toMatchObject({ cid: 'messaging:hall', topic: 'tea', created_by: { id: 'alice' } })
    expect(hall?.members.map(({ user_id }) => user_id).sort()).toEqual(['alice', 'bob'])
    expect(texts([hall as Exported])).toEqual([['one', 'two', 'three', 'four']])
    expect(hall?.messages[1]).toMatchObject({ type: 'deleted' })
    expect(hall?.messages[0]).toMatchObject({ reactions: [{ type: 'like', user: { id: 'bob' } }] })
    expect(hall?.users).toBeUndefined()
  })

  test('leaves out what it was told to', async () => {
    const channel = { type: 'messaging', id: 'hall' }
    const cleared = await exported({ channels: [channel], clear_deleted_message_text: true })
    expect(texts(cleared)).toEqual([['one', '', 'three', 'four']])
    const [, second, third] = sent.map(({ created_at }) => created_at)
    const some = { ...channel, messages_since: second, messages_until: third }
    expect(texts(await exported({ channels: [some] }))).toEqual([['two', 'three']])
  })

  test('has channels that were deleted softly, and what was truncated, when asked to', async () => {
    const shut = '/channels/messaging/shut'
    const say = (text: string) => server.ok(`POST ${shut}/message`, { message: { user_id: 'dave', text } })
    await server.upsertUsers({ id: 'dave' })
    await server.ok(`POST ${shut}/query`, { data: { created_by_id: 'dave' } })
    await say('before')
    await server.ok(`POST ${shut}/truncate`, {})
    await say('after')
    const channels = [{ cid: 'messaging:shut' }]
    expect(texts(await exported({ channels }))).toEqual([['after']])
    expect(texts(await exported({ channels, include_truncated_messages: true }))).toEqual([
      ['before', 'after'],
    ])
    await server.ok(`DELETE ${shut}`)
    expect((await server.call('POST /export_channels', { channels })).status).toBe(404)
    const [deleted] = await exported({ channels, include_soft_deleted_channels: true })
    expect(deleted?.channel).toMatchObject({ cid: 'messaging:shut', deleted_at: expect.any(String) })
  })

  test('has the users, too, when they are wanted, and may be JSON lines', async () => {
    const channels = [{ type: 'messaging', id: 'hall' }]
    const [withUsers] = await exported({ channels, export_users: true })
    expect(withUsers?.users).toMatchObject([{ id: 'alice', planet: 'Earth' }, { id: 'bob' }, { id: 'carol' }])
    const { url } = await resultOf({ channels, export_users: true, version: 'v2' })
    const lines = (await (await fetch(url)).text()).trimEnd().split('\n')
    const types = lines.map(line => (JSON.parse(line) as { type: string }).type)
    expect(types).toEqual([
      'channel',
      ...Array(2).fill('member'),
      ...Array(4).fill('message'),
      ...Array(3).fill('user'),
    ])
  })

  test('has an address that is made anew whenever the task is asked for', async () => {
    const { task_id } = await server.ok('POST /export_channels', { channels: [{ cid: 'messaging:hall' }] })
    const { result } = await settled(server, task_id)
    const { url, path, size } = result as Awaited<ReturnType<typeof resultOf>>
    expect(url).toContain('/exports/channels/')
    expect(path).toBe(`1/exports/channels/${String(task_id)}`)
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(size)
    const left = Number(new URL(url).searchParams.get('Expires')) - Date.now() / 1000
    expect(left).toBeGreaterThan(23 * 3600)
    expect(left).toBeLessThan(25 * 3600)
  })

  test('is refused for channels that are not there, and for none or too many', async () => {
    await server.ok('POST /channels/messaging/gone/query', { data: { created_by_id: 'alice' } })
    const refused: [object, number][] = [
      [{ channels: [{ type: 'messaging', id: 'nowhere' }] }, 404],
      [{ channels: [] }, 400],
      [{}, 400],
      [{ channels: [{ type: 'messaging' }] }, 400],
      [{ channels: Array(26).fill({ cid: 'messaging:hall' }) }, 400],
      [{ channels: [{ cid: 'messaging:hall', messages_since: 'yesterday' }] }, 400],
      [
        {
          channels: [
            {
              cid: 'messaging:hall',
              messages_since: '2026-01-02T00:00:00Z',
              messages_until: '2026-01-01T00:00:00Z',
            },
          ],
        },
        400,
      ],
      [{ channels: [{ cid: 'messaging:hall' }], version: 'v3' }, 400],
    ]
    for (const [body, status] of refused)
      expect(await server.call('POST /export_channels', body)).toMatchObject({ status })
    const alice = server.person('alice')
    const asUser = await alice.call('POST /export_channels', { channels: [{ cid: 'messaging:hall' }] })
    expect(asUser).toMatchObject({ status: 403 })
    expect(await server.call('GET /export_channels/nothing')).toMatchObject({ status: 404 })
  })
})

describe('an export of users', () => {
  test('has each user and what they said', async () => {
    const { url } = await resultOf({ user_ids: ['alice', 'bob'] }, 'POST /export/users', 'tasks')
    expect(url).toContain('/exports/users/')
    const lines = (await (await fetch(url)).text()).trimEnd().split('\n')
    const items = lines.map(line => JSON.parse(line) as { type: string; data: Record<string, unknown> })
    expect(items.map(({ type, data }) => [type, data.id ?? data.text, data.user])).toMatchObject([
      ['user', 'alice', undefined],
      ['message', sent[0]?.id, null],
      ['message', sent[3]?.id, null],
      ['user', 'bob', undefined],
      ['message', sent[1]?.id, null],
      ['reaction', undefined, null],
    ])
    expect(items[0]?.data).toMatchObject({ name: 'Alice', planet: 'Earth' })
  })

  test('is refused for users that are not there, and for none or too many', async () => {
    const refused: [unknown, number][] = [
      [['nobody'], 404],
      [[], 400],
      [Array.from({ length: 26 }, (_, n) => `user-${n}`), 400],
      ['alice', 400],
    ]
    for (const [user_ids, status] of refused) {
      expect(await server.call('POST /export/users', { user_ids })).toMatchObject({ status })
    }
  })
})

test('hooks hear of an export that is done', async () => {
  await using receiver = new Receiver()
  const hook = { hook_type: 'webhook', webhook_url: receiver.url, event_types: ['export.channels.success'] }
  await server.ok('PATCH /app', { event_hooks: [hook] })
  const { task_id } = await server.ok('POST /export_channels', { channels: [{ cid: 'messaging:empty' }] })
  const { body } = await receiver.next('export.channels.success')
  expect(body).toMatchObject({ task_id, started_at: expect.any(String), finished_at: expect.any(String) })
  expect(body.url).toStartWith(`${server.url}/files/`)
})
