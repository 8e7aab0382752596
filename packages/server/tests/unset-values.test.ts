import { expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

/** What the documented backend SDKs send where their caller said nothing (PROTOCOL.md §1). */
const ZERO = '0001-01-01T00:00:00Z'
const HALL = '/channels/messaging/hall'

async function hall(server: TestServer): Promise<void> {
  await server.upsertUsers({ id: 'ann' }, { id: 'ben' }, { id: 'cleo' })
  await server.ok(`POST ${HALL}/query`, { data: { created_by_id: 'ann', members: ['ann', 'ben'] } })
}

/** A message as a reply shows it, which is how Go sends one along with another request. */
const sideMessage = (text: string): Frame => ({
  id: '',
  cid: '',
  html: '',
  text,
  type: '',
  user_id: '',
  user: { id: 'ann' },
  attachments: null,
  latest_reactions: null,
  own_reactions: null,
  reaction_counts: null,
  reaction_scores: null,
  mentioned_users: null,
  reply_count: 0,
  shadowed: false,
  pinned: false,
  pinned_at: null,
  pin_expires: null,
  created_at: ZERO,
  updated_at: ZERO,
})

test('of messages', async () => {
  await using server = await startServer()
  await hall(server)
  const sent = await server.ok(`POST ${HALL}/message`, {
    message: {
      text: 'hi',
      user_id: 'ann',
      type: '',
      parent_id: '',
      quoted_message_id: '',
      attachments: null,
      mentioned_users: null,
      restricted_visibility: null,
      show_in_channel: false,
      silent: false,
    },
  })
  const { id } = sent.message as { id: string }
  expect(sent.message).toMatchObject({ type: 'regular', user: { id: 'ann' }, attachments: [] })
  expect(Object.keys(sent.message as Frame)).not.toContain('restricted_visibility')
  const updated = await server.ok(`POST ${HALL}`, { data: null, message: sideMessage('renamed') })
  expect(updated.message).toMatchObject({ text: 'renamed', user: { id: 'ann' } })
  const truncated = await server.ok(`POST ${HALL}/truncate`, {
    hard_delete: false,
    skip_push: false,
    truncated_at: ZERO,
    message: sideMessage('emptied'),
  })
  expect(truncated.message).toMatchObject({ text: 'emptied' })
  expect((await server.call(`GET /messages/${id}`)).status).toBe(404)
  await server.ok(`POST ${HALL}/read`, { user_id: 'ben', message_id: '', thread_id: '' })
  const again = (await server.ok(`POST ${HALL}/message`, { message: sideMessage('once more') }))
    .message as Frame
  for (const body of [
    { set: { pinned: true, pin_expires: null }, unset: null, user_id: 'ann' },
    { set: null, unset: ['mood'], user: { id: 'ann' } },
  ]) {
    expect((await server.ok(`PUT /messages/${again.id}`, body)).message).toMatchObject({ pinned: true })
  }
  const threads = { user_id: 'ann', filter: null, sort: null, limit: null, next: null, prev: null }
  expect((await server.ok('POST /threads', threads)).threads).toEqual([])
  const drafts = { user_id: 'ann', filter: [], sort: null, limit: 0, next: '' }
  expect((await server.ok('POST /drafts/query', drafts)).drafts).toEqual([])
  const search = {
    filter_conditions: { cid: 'messaging:hall' },
    query: 'once',
    message_filter_conditions: null,
  }
  const payload = `${JSON.stringify({ ...search, offset: 0, limit: 0, next: '' })}\n`
  const found = await server.ok('GET /search', undefined, { query: { payload } })
  expect(found.results).toHaveLength(1)
})

test('of members and moderation', async () => {
  await using server = await startServer()
  await hall(server)
  const member = {
    user_id: 'cleo',
    channel_role: '',
    banned: false,
    shadow_banned: false,
    notifications_muted: false,
    created_at: ZERO,
    updated_at: ZERO,
  }
  const { members } = await server.ok(`POST ${HALL}`, { add_members: [member], message: null })
  expect(members).toContainEqual(
    expect.objectContaining({ user_id: 'cleo', channel_role: 'channel_member', banned: false }),
  )
  await server.ok('POST /moderation/mute', { target_id: 'ben', target_ids: null, user_id: 'ann' })
  await server.ok('POST /moderation/mute', {
    target_id: '',
    target_ids: ['cleo'],
    user_id: 'ann',
    timeout: 0,
  })
  const ban = { target_user_id: 'ben', banned_by_id: 'ann', type: '', id: '', timeout: 0, reason: '' }
  await server.ok('POST /moderation/ban', { ...ban, shadow: false, ip_ban: false })
  const payload = JSON.stringify({ filter_conditions: { id: { $in: ['ann', 'ben'] } }, sort: null, limit: 0 })
  const { users } = await server.ok('GET /users', undefined, { query: { payload } })
  const muted = (users as Frame[]).flatMap(({ mutes }) => (mutes ?? []) as Frame[])
  expect(users).toContainEqual(expect.objectContaining({ id: 'ben', banned: true }))
  expect(muted.map(({ target }) => (target as Frame).id).sort()).toEqual(['ben', 'cleo'])
  await server.ok('POST /users/cleo/deactivate', { created_by_id: '', mark_messages_deleted: false })
  await server.ok('POST /users/cleo/reactivate', { created_by_id: '', name: '', restore_messages: false })
  await server.ok('POST /devices', {
    id: 'd',
    user_id: 'ann',
    push_provider: 'apn',
    push_provider_name: null,
  })
})

test('of users that were read and are sent back', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'ann', name: 'Ann', mood: 'good' })
  const payload = JSON.stringify({ filter_conditions: { id: 'ann' } })
  const read = async () =>
    ((await server.ok('GET /users', undefined, { query: { payload } })).users as Frame[])[0] as Frame
  const before = await read()
  const echo = { ...before, created_at: ZERO, last_active: null, deleted_at: '', online: true, banned: true }
  await server.ok('POST /users', { users: { ann: echo } })
  const { updated_at: _, ...after } = await read()
  const { updated_at: __, ...same } = before
  expect(after).toEqual(same)
})

test('of channel types and settings', async () => {
  await using server = await startServer()
  const made = await server.ok('POST /channeltypes', {
    name: 'plain',
    permissions: null,
    grants: null,
    commands: ['all'],
    blocklist: '',
    blocklist_behavior: '',
    automod: '',
    automod_behavior: '',
    automod_thresholds: null,
    max_message_length: 0,
    message_retention: '',
    reactions: false,
    created_at: ZERO,
    updated_at: ZERO,
  })
  expect(made).toMatchObject({ name: 'plain', reactions: false, max_message_length: 5000 })
  const before = (await server.ok('GET /app')).app as Frame
  await server.ok('PATCH /app', {
    name: '',
    organization: '',
    suspended: false,
    suspended_explanation: '',
    channel_configs: null,
    policies: [],
    revoke_tokens_issued_before: null,
    push_notifications: { version: '', offline_only: false, apn: null, firebase: null },
    event_hooks: null,
    reminders_interval: 0,
    custom_action_handler_url: 'https://shop.example/commands',
  })
  const { updated_at: _, ...after } = (await server.ok('GET /app')).app as Frame
  const { updated_at: __, ...same } = before
  expect(after).toEqual({ ...same, custom_action_handler_url: 'https://shop.example/commands' })
})

test('of revocations: an offset, whole seconds, and null', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'ann' })
  const iat = Math.floor(Date.now() / 1000) - 3600
  const ann = server.person('ann', { iat })
  const revoke = (value: unknown) =>
    server.ok('PATCH /users', { users: [{ id: 'ann', set: { revoke_tokens_issued_before: value } }] })
  const statusOf = async () => (await ann.call('GET /unread')).status
  for (const later of [new Date().toISOString().replace(/\.\d+Z$/, '+00:00'), ZERO]) {
    await revoke(later)
    expect([later, await statusOf()]).toEqual([later, later === ZERO ? 200 : 401])
  }
  await revoke(new Date().toISOString())
  expect(await statusOf()).toBe(401)
  await revoke(null)
  expect(await statusOf()).toBe(200)
})
