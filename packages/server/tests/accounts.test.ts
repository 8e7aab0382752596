import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { eventually, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'
import { Receiver } from './receiver.ts'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

let made = 0

/** ann and ben with a room that ann made and a conversation of two. */
async function cast() {
  const n = ++made
  const [ann, ben] = [server.person(`ann-${n}`), server.person(`ben-${n}`)]
  await server.upsertUsers({ id: ann.id, name: 'Ann', phone: '123' }, { id: ben.id })
  const members = [ann.id, ben.id]
  const cid = `messaging:accounts-${n}`
  const path = `/channels/messaging/accounts-${n}`
  await server.ok(`POST ${path}/query`, { data: { created_by_id: ann.id, members } })
  const { channel } = await server.ok('POST /channels/messaging/query', {
    data: { created_by_id: ben.id, members },
  })
  return { ann, ben, cid, path, pair: String((channel as Frame).cid) }
}

const say = async (who: { ok: TestServer['ok'] }, path: string, text: string) =>
  ((await who.ok(`POST ${path}/message`, { message: { text } })).message as Frame).id as string

async function result(reply: Frame): Promise<unknown> {
  let task: Frame = {}
  await eventually(async () => {
    task = await server.ok(`GET /tasks/${reply.task_id}`)
    return task.status === 'completed' || task.status === 'failed'
  }, 'the task is done')
  expect(task.status).toBe('completed')
  return task.result
}

async function shows(path: string): Promise<Frame[]> {
  return (await server.ok(`POST ${path}/query`, { state: true })).messages as Frame[]
}

const find = async (id: string) => {
  const payload = JSON.stringify({ filter_conditions: { id }, include_deactivated_users: true })
  return (await server.ok('GET /users', undefined, { query: { payload } })).users as Frame[]
}

describe('deleting many', () => {
  test('softly: at once nobody finds them; the result is exact; what they wrote stays', async () => {
    const { ann, ben, path } = await cast()
    await ann.connect()
    await say(ann, path, 'still here')
    const reply = await server.ok('POST /users/delete', { user_ids: [ann.id], user: 'soft' })
    expect(await find(ann.id)).toEqual([])
    expect(await ann.socket.whenClosed()).toMatchObject({ code: 4003 })
    expect(await result(reply)).toEqual({ [ann.id]: { status: 'ok' } })
    expect((await shows(path)).map(each => each.text)).toEqual(['still here'])
    await server.ok('POST /users/restore', { user_ids: [ann.id] })
    expect(await find(ann.id)).toEqual([expect.objectContaining({ name: 'Ann', phone: '123' })])
    expect((await ben.call('GET /devices')).status).toBe(200)
  })

  test('for good: messages, reactions, conversations and memberships go with events; channels get another owner', async () => {
    const { ann, ben, cid, path, pair } = await cast()
    await ben.connect()
    await ben.watch(cid)
    const law = await Law.begin(server, cid, ben)
    await say(ann, path, 'mine')
    const theirs = await say(ben, path, 'theirs')
    await ann.ok(`POST /messages/${theirs}/reaction`, { reaction: { type: 'like' } })
    const body = { user_ids: [ann.id], user: 'hard', messages: 'hard', conversations: 'hard' }
    const owner = `owner-${made}`
    await server.upsertUsers({ id: owner })
    const reply = await server.ok('POST /users/delete', { ...body, new_channel_owner_id: owner })
    expect(await result(reply)).toEqual({ [ann.id]: { status: 'ok' } })
    const state = await server.ok(`POST ${path}/query`, { state: true })
    expect((state.messages as Frame[]).map(each => [each.text, each.latest_reactions])).toEqual([
      ['theirs', []],
    ])
    expect((state.members as Frame[]).map(each => each.user_id)).toEqual([ben.id])
    expect((state.channel as Frame).created_by).toMatchObject({ id: owner })
    const { channels } = await server.ok('POST /channels', { filter_conditions: { cid: pair } })
    expect(channels).toEqual([])
    expect((await server.call('POST /users/restore', { user_ids: [ann.id] })).body).toMatchObject({ code: 4 })
    await law.holds()
  })

  test('without a new owner channels go to one that the server makes', async () => {
    const { ann, path } = await cast()
    const body = { user_ids: [ann.id], user: 'hard', messages: 'hard', conversations: 'hard' }
    await result(await server.ok('POST /users/delete', body))
    const { channel } = await server.ok(`POST ${path}/query`, {})
    expect((channel as Frame).created_by).toMatchObject({ id: expect.stringMatching(/^delete-user-/) })
  })

  test('pruned, they are nobody any more, and their messages say nothing', async () => {
    const { ann, path } = await cast()
    await say(ann, path, 'secret')
    const body = { user_ids: [ann.id], user: 'pruning', messages: 'pruning' }
    expect(await result(await server.ok('POST /users/delete', body))).toEqual({ [ann.id]: { status: 'ok' } })
    const [message] = await shows(path)
    expect(message).toMatchObject({ type: 'deleted', text: '', user: { id: ann.id } })
    expect(message?.user).not.toHaveProperty('phone')
    const undeleted = await server.call(`POST /messages/${message?.id}/undelete`, {
      undeleted_by: `ben-${made}`,
    })
    expect((undeleted.body.message as Frame | undefined)?.text ?? '').toBe('')
  })

  test('pruning comes to an end, however much they wrote', async () => {
    const { ann, path } = await cast()
    const { deps, app } = server.running
    const id = await say(ann, path, 'the first')
    await deps.store.transaction(async tx => {
      const first = await tx.findMessage(app.id, id)
      if (!first) throw new Error('no message')
      for (let n = 1; n <= 600; n++) {
        await tx.insertMessage({ ...first, id: `${id}-${n}`, createdAtUs: first.createdAtUs + n })
      }
    })
    const body = { user_ids: [ann.id], messages: 'pruning' }
    expect(await result(await server.ok('POST /users/delete', body))).toEqual({ [ann.id]: { status: 'ok' } })
    const { messages } = await server.ok(`POST ${path}/query`, { state: true, messages: { limit: 300 } })
    expect((messages as Frame[]).every(message => message.type === 'deleted')).toBe(true)
  })

  test('what can’t be is refused; who is not there does not keep the others', async () => {
    const { ann } = await cast()
    const refused: [Frame, number][] = [
      [{}, 4],
      [{ user_ids: [] }, 4],
      [{ user_ids: [ann.id], user: 'hard' }, 4],
      [{ user_ids: [ann.id], user: 'hard', messages: 'hard' }, 4],
      [{ user_ids: [ann.id], user: 'hard', messages: 'soft', conversations: 'hard' }, 4],
      [{ user_ids: [ann.id], user: 'gone' }, 4],
      [{ user_ids: [ann.id], new_channel_owner_id: 'no-such-user' }, 16],
    ]
    for (const [body, code] of refused) {
      expect([body, (await server.call('POST /users/delete', body)).body]).toMatchObject([body, { code }])
    }
    expect(await find(ann.id)).toHaveLength(1)
    expect(
      await result(await server.ok('POST /users/delete', { user_ids: ['no-such-user', ann.id] })),
    ).toEqual({
      'no-such-user': { status: 'error', error: expect.stringContaining('does not exist') },
      [ann.id]: { status: 'ok' },
    })
  })
})

test('DELETE takes messages and conversations along', async () => {
  const { ann, ben, path, cid, pair } = await cast()
  await ben.connect()
  await ben.watch(cid)
  await say(ann, path, 'mine')
  const query = { mark_messages_deleted: 'true', delete_conversation_channels: 'true' }
  expect((await server.ok(`DELETE /users/${ann.id}`, undefined, { query })).user).toMatchObject({
    id: ann.id,
  })
  expect(await ben.next('user.messages.deleted')).toMatchObject({ cid, soft_delete: true })
  expect(await shows(path)).toEqual([expect.objectContaining({ type: 'deleted' })])
  await eventually(async () => {
    const { channels } = await server.ok('POST /channels', { filter_conditions: { cid: pair } })
    return (channels as Frame[]).length === 0
  }, 'the conversation is gone')
})

test('a hard delete tells the channels that the user left', async () => {
  const { ann, ben } = await cast()
  const cid = `messaging:left-${made}`
  await ben.connect()
  await ben.watch(cid, { members: [ann.id, ben.id] })
  const law = await Law.begin(server, cid, ben)
  await server.ok(`DELETE /users/${ann.id}`, undefined, { query: { hard_delete: 'true' } })
  await law.holds()
})

describe('deactivating', () => {
  test('takes messages and channels along, and reactivating brings them back', async () => {
    const { ann, ben, cid, path } = await cast()
    await ben.connect()
    await ben.watch(cid)
    const before = await say(ann, path, 'deleted before')
    await ann.ok(`DELETE /messages/${before}`)
    const root = await say(ann, path, 'hello')
    await ann.ok(`POST ${path}/message`, { message: { text: 'reply', parent_id: root } })
    const body = { mark_messages_deleted: true, created_by_id: ben.id }
    await server.ok(`POST /users/${ann.id}/deactivate`, body)
    await ben.next('user.messages.deleted')
    expect((await shows(path)).map(each => each.type)).toEqual(['deleted', 'deleted'])
    await server.ok(`POST /users/${ann.id}/reactivate`, { restore_messages: true })
    // One by one, the oldest first: the reply is the last.
    await eventually(async () => {
      const { messages: replies } = await server.ok(`GET /messages/${root}/replies`)
      return (replies as Frame[])[0]?.text === 'reply'
    }, 'the messages are back')
    expect((await shows(path)).map(each => [each.type, each.text])).toEqual([
      ['deleted', ''],
      ['regular', 'hello'],
    ])
    await server.ok(`POST /users/${ann.id}/deactivate`, { mark_channels_deleted: true })
    expect(await ben.next('channel.deleted')).toMatchObject({ cid })
    await server.ok(`POST /users/${ann.id}/reactivate`, { restore_channels: true })
    await eventually(async () => {
      const { channels } = await server.ok('POST /channels', { filter_conditions: { cid } })
      return (channels as Frame[]).length === 1
    }, 'the channel is back')
    expect((await shows(path)).map(each => each.type)).toEqual(['deleted', 'regular'])
  })

  test('many at once is a task', async () => {
    const { ann, ben } = await cast()
    const user_ids = [ann.id, ben.id, 'no-such-user']
    expect(await result(await server.ok('POST /users/deactivate', { user_ids }))).toEqual({
      [ann.id]: { status: 'ok' },
      [ben.id]: { status: 'ok' },
      'no-such-user': { status: 'error', error: expect.any(String) },
    })
    expect((await find(ann.id))[0]).toHaveProperty('deactivated_at')
    expect((await ann.call('GET /devices')).body).toMatchObject({
      code: 17,
      details: { reason: 'deactivated' },
    })
    expect(await result(await server.ok('POST /users/reactivate', { user_ids: [ann.id] }))).toEqual({
      [ann.id]: { status: 'ok' },
    })
    expect((await ann.call('GET /devices')).status).toBe(200)
  })
})

test('an export has all of a user, without the user', async () => {
  const { ann, ben, path } = await cast()
  const id = await say(ann, path, 'one')
  const theirs = await say(ben, path, 'two')
  await ann.ok(`POST /messages/${theirs}/reaction`, { reaction: { type: 'like' } })
  const { duration: _, ...exported } = await server.ok(`GET /users/${ann.id}/export`)
  expect(exported).toEqual({
    user: expect.objectContaining({ id: ann.id, phone: '123' }),
    messages: [expect.objectContaining({ id, text: 'one', user: null })],
    reactions: [expect.objectContaining({ message_id: theirs, type: 'like', user: null })],
  })
  expect((await server.call('GET /users/no-such-user/export')).status).toBe(404)
  expect((await ann.call(`GET /users/${ann.id}/export`)).body).toMatchObject({ code: 17 })
})

test('webhooks hear of accounts, bans, mutes and flags', async () => {
  await using other = await startServer()
  await using receiver = new Receiver()
  await other.ok('PATCH /app', { event_hooks: [{ hook_type: 'webhook', webhook_url: receiver.url }] })
  await other.upsertUsers({ id: 'ann' }, { id: 'ben' })
  await other.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'ben', members: ['ann', 'ben'] },
  })
  const ann = other.person('ann')
  const { message } = await ann.ok('POST /channels/messaging/hall/message', { message: { text: 'hi' } })
  const id = (message as Frame).id as string
  const heard = async (type: string) => (await receiver.next(type)).body
  await ann.ok('POST /moderation/mute', { target_id: 'ben' })
  expect(await heard('user.muted')).toMatchObject({
    user: { id: 'ann' },
    target: { id: 'ben' },
    mute: { expires: null },
  })
  await ann.ok('POST /moderation/unmute', { target_id: 'ben' })
  expect(await heard('user.unmuted')).toMatchObject({ user: { id: 'ann' }, target: { id: 'ben' } })
  await other.ok('POST /moderation/flag', { target_message_id: id, user_id: 'ben', reason: 'spam' })
  expect(await heard('message.flagged')).toMatchObject({
    cid: 'messaging:hall',
    user: { id: 'ben' },
    message: { id },
    flag: { reason: 'spam' },
    total_flags: 1,
  })
  await ann.ok('POST /moderation/flag', { target_user_id: 'ben' })
  expect(await heard('user.flagged')).toMatchObject({
    user: { id: 'ann' },
    target_user: { id: 'ben' },
    total_flags: 1,
  })
  await other.ok('POST /moderation/ban', {
    target_user_id: 'ann',
    type: 'messaging',
    id: 'hall',
    shadow: true,
  })
  expect(await heard('user.banned')).toMatchObject({
    cid: 'messaging:hall',
    user: { id: 'ann' },
    shadow: true,
  })
  await other.ok('DELETE /moderation/ban', undefined, {
    query: { target_user_id: 'ann', type: 'messaging', id: 'hall' },
  })
  expect(await heard('user.unbanned')).toMatchObject({ shadow: true })
  await other.ok('PATCH /users', { users: [{ id: 'ann', set: { hat: 'red' } }] })
  expect(await heard('user.updated')).toMatchObject({ user: { id: 'ann', hat: 'red' } })
  await other.ok('POST /users/ann/deactivate', { created_by_id: 'ben' })
  expect(await heard('user.deactivated')).toMatchObject({ user: { id: 'ann' }, created_by_id: 'ben' })
  await other.ok('POST /users/ann/reactivate', { created_by_id: 'ben' })
  expect(await heard('user.reactivated')).toMatchObject({ user: { id: 'ann' }, created_by: { id: 'ben' } })
  await other.ok('DELETE /users/ann')
  expect(await heard('user.deleted')).toMatchObject({ user: { id: 'ann', deleted_at: expect.any(String) } })
})
