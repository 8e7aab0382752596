import { expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { tellDueReminders } from '../src/actions/reminders/due-reminders.ts'
import { repeat } from '../src/util/repeat.ts'

const HALL = 'messaging:hall'
const LATER = '2099-01-01T09:30:00.000000Z'

async function hall(server: TestServer): Promise<[alice: Person, bob: Person]> {
  await server.ok('PUT /channeltypes/messaging', { user_message_reminders: true })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  return [alice, bob]
}

const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString()

test('a reminder is one’s own: set, changed, deleted, and nobody else knows', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const message = await alice.send(HALL, 'call grandma')
  const { reminder } = await bob.ok(`POST /messages/${message.id}/reminders`, { remind_at: LATER })
  expect(reminder).toMatchObject({
    channel_cid: HALL,
    channel_id: 'hall',
    message_id: message.id,
    user_id: 'bob',
    remind_at: LATER,
    message: { id: message.id, text: 'call grandma' },
    channel: { cid: HALL },
    user: { id: 'bob' },
  })
  expect(await bob.next('reminder.created')).toMatchObject({
    cid: HALL,
    message_id: message.id,
    user_id: 'bob',
    reminder: { remind_at: LATER, message: { text: 'call grandma' } },
  })
  const twice = await bob.call(`POST /messages/${message.id}/reminders`, {})
  expect(twice.body).toMatchObject({ code: 4, StatusCode: 400 })

  // It is on the message for who set it, in every way to read it, and never in events.
  const bare = { message_id: message.id, user_id: 'bob', remind_at: LATER }
  const read = async (person: Person) => (await person.ok(`GET /messages/${message.id}`)).message as Frame
  expect((await read(bob)).reminder).toMatchObject(bare)
  expect((await read(bob)).reminder).not.toHaveProperty('message')
  expect(await read(alice)).not.toHaveProperty('reminder')
  const state = await bob.watch(HALL)
  expect((state.messages as Frame[])[0]?.reminder).toMatchObject(bare)
  await bob.ok(`PUT /messages/${message.id}`, { set: { pinned: true } })
  expect((await alice.next('message.updated')).message).not.toHaveProperty('reminder')

  const bookmark = await bob.ok(`PATCH /messages/${message.id}/reminders`, {})
  expect(bookmark.reminder).toMatchObject({ remind_at: null })
  expect(await bob.next('reminder.updated')).toMatchObject({ reminder: { remind_at: null } })
  await bob.ok(`DELETE /messages/${message.id}/reminders`)
  expect(await bob.next('reminder.deleted')).toMatchObject({ message_id: message.id })
  expect(await read(bob)).not.toHaveProperty('reminder')
  for (const endpoint of ['PATCH', 'DELETE']) {
    expect((await bob.call(`${endpoint} /messages/${message.id}/reminders`)).body).toMatchObject({ code: 16 })
  }
  expect(alice.socket.drain().filter(({ type }) => String(type).includes('reminder'))).toEqual([])
})

test('what is due is told once, however many nodes look, and goes on being a reminder', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const { deps } = server.running
  const look = {
    everyMs: 1_000,
    what: 'another node',
    run: (signal: AbortSignal) => tellDueReminders(deps, signal),
  }
  await using _ = repeat(deps.log, look)
  const parent = await alice.send(HALL, 'a thread')
  const reply = await alice.send(HALL, 'answer me', { parent_id: parent.id })
  await bob.ok(`POST /messages/${parent.id}/reminders`, { remind_at: LATER })
  await alice.ok(`DELETE /messages/${parent.id}`)
  await deps.store.transaction(async tx => {
    const [reminder] = await tx.findReminders(server.running.app.id, 'bob', [String(parent.id)])
    if (reminder) await tx.updateReminder({ ...reminder, remindAtUs: deps.clock() })
  })
  await bob.ok(`POST /messages/${reply.id}/reminders`, { remind_at: inSeconds(0.2) })
  const due = await bob.next('notification.reminder_due')
  // Nobody is reminded of what was deleted.
  expect(due).toMatchObject({
    cid: HALL,
    message_id: reply.id,
    parent_id: parent.id,
    user_id: 'bob',
    reminder: { message: { text: 'answer me' }, channel: { cid: HALL }, user: { id: 'bob' } },
  })
  expect((await bob.ok('POST /reminders/query', {})).reminders).toHaveLength(2)
  // Another time is due anew.
  await bob.ok(`PATCH /messages/${reply.id}/reminders`, { remind_at: inSeconds(-5) })
  expect(await bob.next('notification.reminder_due')).toMatchObject({ message_id: reply.id })
  const told = bob.socket.drain().map(({ type }) => type)
  expect(told).not.toContain('notification.reminder_due')
})

test('reminders are found by message, time and channel', async () => {
  await using server = await startServer()
  const [alice] = await hall(server)
  await alice.watch('messaging:yard', { members: ['alice'] })
  const times = ['2099-01-02T00:00:00.000000Z', undefined, '2099-01-01T00:00:00.000000Z']
  const ids: unknown[] = []
  for (const [at, remind_at] of times.entries()) {
    const message = await alice.send(at === 2 ? 'messaging:yard' : HALL, `message ${at}`)
    ids.push(message.id)
    await server.ok(`POST /messages/${message.id}/reminders`, { remind_at, user_id: 'alice' })
  }
  const found = async (body: Record<string, unknown>) => {
    const { reminders } = await server.ok('POST /reminders/query', { user_id: 'alice', ...body })
    return (reminders as Frame[]).map(each => ids.indexOf(each.message_id))
  }
  const cases: [Record<string, unknown>, number[]][] = [
    [{ filter: null, sort: [] }, [2, 0, 1]],
    [{ sort: [{ field: 'created_at', direction: -1 }], limit: 2 }, [2, 1]],
    [{ sort: [{ field: 'created_at', direction: -1 }], limit: 2, offset: 2 }, [0]],
    [{ filter: { remind_at: null } }, [1]],
    [{ filter: { remind_at: { $exists: true } } }, [2, 0]],
    [{ filter: { remind_at: { $gt: '2099-01-01T12:00:00Z' } } }, [0]],
    [{ filter: { channel_cid: 'messaging:yard' } }, [2]],
    [{ filter: { message_id: { $in: [ids[0], ids[1]] } } }, [0, 1]],
  ]
  for (const [body, expected] of cases) expect([body, await found(body)]).toEqual([body, expected])
  for (const body of [{ filter: { channel_id: 'hall' } }, { sort: [{ field: 'mood' }] }]) {
    expect((await alice.call('POST /reminders/query', body)).body).toMatchObject({ code: 4 })
  }
  // Of what one may read no more nothing is shown; what is gone is gone.
  await server.ok('POST /channels/messaging/yard', { remove_members: ['alice'] })
  await server.ok('PATCH /channels/messaging/yard', { set: { disabled: true } })
  expect((await alice.ok('POST /reminders/query', {})).reminders).toHaveLength(2)
  await server.ok(`DELETE /messages/${ids[0]}?hard=true`)
  expect(await found({ filter: { channel_cid: HALL } })).toEqual([1])
})

test('reminders need to be switched on, a message that one can read, and room', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const message = await alice.send(HALL, 'hello')
  const path = `/messages/${message.id}/reminders`
  expect((await alice.call(`POST ${path}`, {})).body).toMatchObject({
    code: 19,
    details: { feature: 'user_message_reminders' },
  })
  await server.ok('PUT /channeltypes/messaging', { user_message_reminders: true })
  const cases: [Person | TestServer, string, unknown, number][] = [
    [server.person('eve'), `POST ${path}`, {}, 17],
    [alice, 'POST /messages/nope/reminders', {}, 16],
    [alice, `POST ${path}`, { remind_at: 'tomorrow' }, 4],
    [alice, `POST ${path}`, { remind_at: 5 }, 4],
    [server, `POST ${path}`, {}, 4],
    [server, 'POST /reminders/query', {}, 4],
  ]
  for (const [who, endpoint, body, code] of cases) {
    expect([endpoint, (await who.call(endpoint, body)).body.code]).toEqual([endpoint, code])
  }
})
