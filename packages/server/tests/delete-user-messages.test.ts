import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { type DeleteUserMessages, deleteUserMessages } from '../src/actions/messages/delete-user-messages.ts'
import { Law } from './mirror.ts'
import { messageOf } from './store/records.ts'

const HALL = 'messaging:hall'
const KITCHEN = 'messaging:kitchen'

/** Alice, who is to be forgotten, and Bob, in two channels. */
async function house(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  for (const cid of [HALL, KITCHEN]) {
    await alice.watch(cid, { members: ['alice', 'bob'] })
    await bob.watch(cid)
  }
  return { alice, bob }
}

async function deleteOf(server: TestServer, userId: string, how: Omit<DeleteUserMessages, 'user'>) {
  const { deps, app } = server.running
  const user = await deps.store.read.findUser(app.id, userId)
  const known = await deps.apps.find(server.apiKey)
  if (!user || !known) throw new Error(`${userId} is not there`)
  return deleteUserMessages(deps, { kind: 'server', app: known }, { user, ...how })
}

const textsOf = (state: Frame) => (state.messages as { text: string }[]).map(message => message.text)

async function talk(alice: Person, bob: Person) {
  const question = await alice.send(HALL, 'a question')
  await bob.send(HALL, 'an answer', { parent_id: question.id })
  const news = await bob.send(HALL, 'news', { quoted_message_id: question.id })
  await alice.send(HALL, 'really?', { parent_id: news.id, show_in_channel: true })
  await alice.send(KITCHEN, 'tea?')
  for (const person of [alice, bob])
    await person.ok(`POST /messages/${news.id}/reaction`, { reaction: { type: 'love' } })
  return { question, news }
}

for (const mode of ['soft', 'hard'] as const) {
  test(`what a user wrote is deleted everywhere: ${mode}`, async () => {
    await using server = await startServer()
    const { alice, bob } = await house(server)
    const laws = await Promise.all([HALL, KITCHEN].map(cid => Law.begin(server, cid, bob)))
    const { news } = await talk(alice, bob)
    expect(await deleteOf(server, 'alice', { mode })).toBe(3)
    for (const law of laws) await law.holds()
    const told = await alice.next(frame => frame.type === 'user.messages.deleted' && frame.cid === undefined)
    expect(told).toMatchObject({ user: { id: 'alice' }, [`${mode}_delete`]: true })
    const state = await bob.watch(HALL)
    expect(textsOf(state)).toEqual(mode === 'soft' ? ['', 'news', ''] : ['news'])
    const counts = {
      reply_count: 0,
      deleted_reply_count: mode === 'soft' ? 1 : 0,
      reaction_counts: { love: 1 },
    }
    expect((await bob.ok(`GET /messages/${news.id}`)).message).toMatchObject(counts)
    const { channel } = await bob.watch(KITCHEN)
    expect((channel as Frame).last_message_at === undefined).toBe(mode === 'hard')
    expect((await bob.ok('GET /unread')).total_unread_count).toBe(0)
    expect(await deleteOf(server, 'alice', { mode })).toBe(0)
  })
}

test('in one channel only, up to a time, more than fit one transaction', async () => {
  await using server = await startServer()
  const { alice, bob } = await house(server)
  const { deps, app } = server.running
  await deps.store.transaction(async tx => {
    const channel = await tx.findChannel(app.id, 'messaging', 'hall')
    for (let n = 0; n < 501 && channel; n++) {
      const { atUs } = await tx.nextSeq(channel.pk, deps.clock(), { movesLastMessage: true })
      await tx.insertMessage(messageOf(channel, 'alice', atUs))
    }
  })
  await bob.send(HALL, 'mine')
  await alice.send(KITCHEN, 'tea?')
  const untilUs = server.running.deps.clock()
  await alice.send(HALL, 'sorry')
  const law = await Law.begin(server, HALL, bob)
  bob.socket.drain()
  expect(await deleteOf(server, 'alice', { mode: 'hard', cid: HALL, untilUs })).toBe(501)
  await law.holds()
  const { messages, channel } = await server.ok(`POST ${channelPath(HALL)}/query`, { state: true })
  expect((messages as Frame[]).map(each => each.text)).toEqual(['mine', 'sorry'])
  expect((channel as Frame).last_message_at).toBe((messages as Frame[])[1]?.created_at)
  expect(textsOf(await bob.watch(KITCHEN))).toEqual(['tea?'])
})

test('what was pruned can not be brought back', async () => {
  await using server = await startServer()
  const { alice } = await house(server)
  const { id } = await alice.send(HALL, 'a secret', { mood: 'bad' })
  await deleteOf(server, 'alice', { mode: 'pruning' })
  const { message } = await server.ok(`GET /messages/${id}?show_deleted_message=true`)
  expect(message).toMatchObject({ type: 'deleted', text: '' })
  expect((message as Frame).mood).toBeUndefined()
})
