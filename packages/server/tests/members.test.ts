import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

test('members come, change and go, and everybody concerned is told', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice'], name: 'Hall' })
  const law = await Law.begin(server, HALL, alice)

  const added = await alice.ok(`POST ${PATH}`, { add_members: [{ user_id: 'bob', hat: 'red' }] })
  expect((added.members as Frame[]).find(member => member.user_id === 'bob')).toMatchObject({ hat: 'red' })
  expect(await bob.next('notification.added_to_channel')).toMatchObject({
    cid: HALL,
    channel: { name: 'Hall', member_count: 2 },
    member: { user_id: 'bob' },
  })
  await law.holds()
  // From now on bob gets notices, though he never watched.
  await alice.send(HALL, 'welcome')
  await bob.next('notification.message_new')

  const again = await alice.ok(`POST ${PATH}`, { add_members: ['bob'] })
  expect(again.channel).toMatchObject({ member_count: 2 })
  await law.holds()

  const promoted = await server.ok(`POST ${PATH}`, { add_moderators: ['bob'] })
  expect((promoted.members as Frame[]).find(member => member.user_id === 'bob')).toMatchObject({
    is_moderator: true,
    role: 'moderator',
    channel_role: 'channel_moderator',
  })
  const demoted = await server.ok(`POST ${PATH}`, { demote_moderators: ['bob'] })
  const member = (demoted.members as Frame[]).find(each => each.user_id === 'bob')
  expect(member).toMatchObject({ role: 'member' })
  expect(member).not.toHaveProperty('is_moderator')
  await server.ok(`POST ${PATH}`, { assign_roles: [{ user_id: 'bob', channel_role: 'channel_moderator' }] })
  await law.holds()

  await bob.watch(HALL)
  const removed = await alice.ok(`POST ${PATH}`, { remove_members: ['bob', 'nobody'] })
  expect(removed.channel).toMatchObject({ member_count: 1 })
  expect(await bob.next('member.removed')).toMatchObject({ user: { id: 'bob' }, member_count: 1 })
  await law.holds()
  // Who may not read any more does not watch any more.
  bob.socket.drain()
  await alice.send(HALL, 'bob must not see this')
  await alice.next(frame => (frame.message as Frame | undefined)?.text === 'bob must not see this')
  expect((await bob.call(`POST ${PATH}/query`, {})).body).toMatchObject({ code: 17 })
  expect(bob.socket.drain().filter(frame => frame.cid === HALL)).toEqual([])
})

test('who leaves by themselves needs nobody', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  const foreign = await bob.call(`POST ${PATH}`, { remove_members: ['alice'] })
  expect(foreign.body).toMatchObject({ code: 17 })
  await bob.ok(`POST ${PATH}`, { remove_members: ['bob'] })
  expect(await bob.next('notification.removed_from_channel')).toMatchObject({ member: { user_id: 'bob' } })
  const back = await bob.call(`POST ${PATH}`, { add_members: ['bob'] })
  expect(back.body).toMatchObject({ code: 17 })
})

test('an invitation is pending until it is answered', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol')
  const made = await alice.watch(HALL, { members: ['alice', 'bob'], invites: ['bob', 'carol'] })
  expect((made.members as Frame[]).find(member => member.user_id === 'bob')).toMatchObject({
    invited: true,
    status: 'invited',
  })
  const law = await Law.begin(server, HALL, alice)
  expect(await bob.next('notification.invited')).toMatchObject({ cid: HALL, member: { user_id: 'bob' } })
  await alice.send(HALL, 'are you coming?')
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 0 })
  const { members } = await bob.ok(`POST ${PATH}`, { accept_invite: true })
  expect((members as Frame[]).find(member => member.user_id === 'bob')).toMatchObject({
    status: 'member',
    invited: true,
  })
  await bob.next('notification.invite_accepted')
  await law.holds()
  await alice.send(HALL, 'good')
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_count: 1 })
  await carol.ok(`POST ${PATH}`, { reject_invite: true })
  await carol.next('notification.invite_rejected')
  await law.holds()
  expect((await carol.call(`POST ${PATH}`, { accept_invite: true })).body).toMatchObject({ code: 4 })
  const { channels } = await bob.ok('POST /channels', { filter_conditions: { invite: 'accepted' } })
  expect(channels).toHaveLength(1)
})

test('history stays hidden from who is added that way', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice'] })
  const secret = await alice.send(HALL, 'before bob')
  await alice.ok(`POST ${PATH}`, { add_members: ['bob'], hide_history: true })
  await alice.send(HALL, 'after bob')
  const state = await bob.watch(HALL)
  expect(state.messages).toMatchObject([{ text: 'after bob' }])
  expect((await bob.call(`GET /messages/${secret.id}`)).body).toMatchObject({ code: 16 })
  const { events } = await bob.ok('POST /sync', {
    channel_cids: [HALL],
    last_sync_at: '2020-01-01T00:00:00Z',
  })
  expect(JSON.stringify(events)).not.toContain('before bob')
  expect(JSON.stringify(events)).toContain('after bob')
  const future = await alice.call(`POST ${PATH}`, {
    add_members: ['bob'],
    hide_history_before: '2999-01-01T00:00:00Z',
  })
  expect(future.body).toMatchObject({ code: 4 })
})

test('members pin, archive and describe themselves', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await server.upsertUsers({ id: 'bob' })
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  const law = await Law.begin(server, HALL, alice)
  const { channel_member: pinned } = await alice.ok(`PATCH ${PATH}/member/alice`, {
    set: { pinned: true, archived: true, hat: 'blue' },
  })
  expect(pinned).toMatchObject({
    hat: 'blue',
    pinned_at: expect.any(String),
    archived_at: expect.any(String),
  })
  await law.holds()
  const { channels } = await alice.ok('POST /channels', { filter_conditions: { pinned: true } })
  expect(channels).toHaveLength(1)
  const { channel_member: unpinned } = await alice.ok(`PATCH ${PATH}/member/alice`, {
    set: { pinned: false, archived: false },
    unset: ['hat', 'nothing'],
  })
  for (const key of ['pinned_at', 'archived_at', 'hat']) expect(unpinned).not.toHaveProperty(key)
  await law.holds()
  expect((await alice.call(`PATCH ${PATH}/member/bob`, { set: { hat: 'x' } })).body).toMatchObject({
    code: 17,
  })
  expect(
    (await alice.call(`PATCH ${PATH}/member/alice`, { set: { channel_role: 'vip' } })).body,
  ).toMatchObject({ code: 17 })
  const { channel_member: vip } = await server.ok(`PATCH ${PATH}/member/bob`, {
    set: { channel_role: 'vip' },
  })
  expect(vip).toMatchObject({ channel_role: 'vip' })
  expect((await server.call(`PATCH ${PATH}/member/nobody`, { set: { hat: 'x' } })).body).toMatchObject({
    code: 16,
  })
})

test('members are found by name, in the order they came', async () => {
  await using server = await startServer()
  const names = ['paul', 'george', 'john', 'jessica', 'john2']
  await server.upsertUsers(...names.map(name => ({ id: `id-${name}`, name })), { id: 'alice' })
  const alice = server.person('alice')
  await alice.ok(`POST ${PATH}/query`, { data: { members: ['alice'] } })
  for (const name of names) await server.ok(`POST ${PATH}`, { add_members: [`id-${name}`] })
  const find = async (payload: Record<string, unknown>) => {
    const text = encodeURIComponent(JSON.stringify({ type: 'messaging', id: 'hall', ...payload }))
    const { members } = await alice.ok(`GET /members?payload=${text}`)
    return (members as { user: { name: string } }[]).map(member => member.user.name)
  }
  expect(
    await find({
      filter_conditions: { name: { $autocomplete: 'j' } },
      sort: [{ field: 'created_at' }],
      offset: 1,
      limit: 10,
    }),
  ).toEqual(['jessica', 'john2'])
  expect(await find({ filter_conditions: { id: { $in: ['id-paul', 'id-john'] } }, limit: 0 })).toEqual([
    'paul',
    'john',
  ])
  expect(await find({ filter_conditions: {}, user_id_gt: 'id-john', sort: [{ field: 'user_id' }] })).toEqual([
    'john2',
    'paul',
  ])
  const stranger = server.person('mallory')
  const payload = encodeURIComponent(JSON.stringify({ type: 'messaging', id: 'hall', filter_conditions: {} }))
  expect((await stranger.call(`GET /members?payload=${payload}`)).body).toMatchObject({ code: 17 })
})

test('who blocks somebody is not dragged into their groups', async () => {
  await using server = await startServer()
  const bob = server.person('bob')
  await server.upsertUsers({ id: 'mallory' }, { id: 'carol' })
  await bob.ok('POST /users/block', { blocked_user_id: 'mallory' })
  const mallory = server.person('mallory')
  const { members } = await mallory.ok(`POST ${PATH}/query`, {
    data: { members: ['mallory', 'bob', 'carol'] },
  })
  expect((members as Frame[]).map(member => member.user_id).sort()).toEqual(['carol', 'mallory'])
})
