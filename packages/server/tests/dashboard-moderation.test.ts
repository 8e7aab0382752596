import { expect, test } from 'bun:test'
import type { Frame } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'

const APP = '/apps/test-key'

/** A hall in which Mallory said something that Bob does not like. */
async function flagged({ server }: DashboardLab): Promise<string> {
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' }, { id: 'mallory' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice', 'bob', 'mallory'] },
  })
  const message = await server.person('mallory').send('messaging:hall', 'buy my hats')
  return String(message.id)
}

async function reportsOf({ server }: DashboardLab, reviewed: boolean): Promise<Frame[]> {
  const { flag_reports } = await server.ok('POST /moderation/reports', {
    filter_conditions: { is_reviewed: reviewed },
  })
  return flag_reports as Frame[]
}

test('a report tells who flagged what, and why, be it a message or a user', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  const target_message_id = await flagged(lab)
  await server.ok('POST /moderation/flag', { target_message_id, reason: 'spam', user_id: 'bob' })
  await server.ok('POST /moderation/flag', { target_message_id, reason: 'hats', user_id: 'alice' })
  await server.ok('POST /moderation/flag', { target_user_id: 'mallory', reason: 'rude', user_id: 'bob' })
  const found = []
  for (const report of await reportsOf(lab, false)) {
    const { flags } = await lab.ada.ok(`GET ${APP}/flag_reports/${String(report.id)}/flags`)
    found.push((flags as Frame[]).map(({ user, reason }) => [(user as Frame).id, reason]))
  }
  expect(found).toEqual([
    [['bob', 'rude']],
    [
      ['alice', 'hats'],
      ['bob', 'spam'],
    ],
  ])
})

test('a word of a blocklist is told as what the server found', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  await flagged(lab)
  await server.ok('POST /blocklists', { name: 'hats', words: ['fedora'] })
  await server.ok('PUT /channeltypes/messaging', { blocklist: 'hats', blocklist_behavior: 'flag' })
  await server.person('mallory').send('messaging:hall', 'a fedora for you')
  const [report] = await reportsOf(lab, false)
  const { flags } = await lab.ada.ok(`GET ${APP}/flag_reports/${String(report?.id)}/flags`)
  expect(flags).toMatchObject([
    {
      user: null,
      created_by_automod: true,
      moderation_result: { action: 'flag', blocked_word: 'fedora', blocklist_name: 'hats' },
    },
  ])
})

test('what was decided can be taken back, once, and it is written down', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  const target_message_id = await flagged(lab)
  await server.ok('POST /moderation/flag', { target_message_id, user_id: 'bob' })
  const [report] = await reportsOf(lab, false)
  const path = `${APP}/flag_reports/${String(report?.id)}/reopen`
  expect((await lab.ada.call(`POST ${path}`)).status).toBe(403)
  await server.ok(`PATCH /moderation/reports/${String(report?.id)}`, { review_result: 'rejected' })
  expect(await reportsOf(lab, false)).toEqual([])
  await lab.ada.ok(`POST ${path}`)
  const [again] = await reportsOf(lab, false)
  expect(again).toMatchObject({ id: report?.id, flags_count: 1 })
  expect(again?.review_result).toBeUndefined()
  expect(await reportsOf(lab, true)).toEqual([])
  expect((await lab.ada.ok('GET /audit?action=flag')).entries).toMatchObject([
    { action: 'flag.reopen', before: { review_result: 'rejected' }, after: { review_result: null } },
  ])
  expect((await lab.ada.call(`POST ${APP}/flag_reports/none/reopen`)).status).toBe(404)
})

test('a ban from channels yet to be made is lifted by who may change things, and written down', async () => {
  await using lab = await DashboardLab.open()
  const { server, ada } = lab
  await flagged(lab)
  const chat = `${APP}/chat`
  await server.ok('POST /moderation/ban', {
    target_user_id: 'mallory',
    type: 'messaging',
    id: 'hall',
    ban_from_future_channels: true,
    banned_by_id: 'alice',
  })
  const future = async () => (await ada.ok(`GET ${chat}/query_future_channel_bans`)).bans as Frame[]
  expect(await future()).toMatchObject([{ user: { id: 'mallory' }, banned_by: { id: 'alice' } }])
  const query = 'target_user_id=mallory&remove_future_channels_ban=true&created_by=alice'
  const viewer = await lab.invite('viewer@example.com', 'viewer')
  expect(await viewer.refusal(`DELETE ${chat}/moderation/ban?${query}`)).toEqual([403, 'role'])
  await ada.ok(`DELETE ${chat}/moderation/ban?${query}`)
  expect(await future()).toEqual([])
  // Of the channel that is there already nothing was said.
  const payload = encodeURIComponent(JSON.stringify({ filter_conditions: { user_id: 'mallory' } }))
  const { bans } = await ada.ok(`GET ${chat}/query_banned_users?payload=${payload}`)
  expect(bans).toMatchObject([{ channel: { cid: 'messaging:hall' } }])
  const { entries } = await ada.ok('GET /audit?action=user.unban')
  expect(entries).toMatchObject([
    { target: 'user mallory', after: { remove_future_channels_ban: 'true', created_by: 'alice' } },
  ])
})
