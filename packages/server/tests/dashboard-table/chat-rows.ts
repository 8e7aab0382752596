import { ACTORS, type Actor, type Attempt, type Cast } from './cast.ts'
import type { Row } from './rows.ts'

/*
 * The chat's API through the dashboard: who may call what, written down by hand and not read from the table
 * that the server goes by. Whoever may, does something with it; what needs more than this is answered
 * by the chat in words of its own, which is told by `answered`.
 */

const LOOKS: readonly Actor[] = ACTORS.filter(actor => actor !== 'nobody' && actor !== 'otherAdmin')
const CHANGES: readonly Actor[] = ['admin', 'appAdmin', 'owner']

const CHAT = '/apps/test-key/chat'

type Make = (cast: Cast) => Promise<string>

const look = (path: string, body?: unknown, answered?: number): Row => ({
  allowed: LOOKS,
  attempt: async cast => {
    await stage(cast)
    return { path: CHAT + path, body }
  },
  ...(answered !== undefined && { answered }),
})

const payload = (value: unknown): string => `?payload=${encodeURIComponent(JSON.stringify(value))}`

/** What is attempted is made with `id`, of something that was made for this attempt alone. */
const change = (
  make: Make,
  attempt: (id: string, cast: Cast) => { readonly path: string; readonly body?: unknown },
  answered?: number,
): Row => ({
  allowed: CHANGES,
  attempt: async (cast): Promise<Attempt> => {
    await stage(cast)
    const { path, body } = attempt(await make(cast), cast)
    return { path: CHAT + path, body }
  },
  ...(answered !== undefined && { answered }),
})

const staged = new WeakSet<Cast>()

/** Bender, Leela, a channel of theirs and a message in it. */
async function stage(cast: Cast): Promise<void> {
  if (staged.has(cast)) return
  staged.add(cast)
  const { server } = cast.lab
  await server.upsertUsers({ id: 'bender' }, { id: 'leela' })
  const data = { created_by_id: 'bender', members: ['bender', 'leela'] }
  await server.ok('POST /channels/messaging/planet/query', { data })
  await server.ok('POST /channels/messaging/planet/message', {
    message: { id: 'hello', text: 'hello', user_id: 'bender' },
  })
}

const nothing: Make = () => Promise.resolve('')
const word =
  (name: string): Make =>
  cast =>
    Promise.resolve(cast.fresh(name))

const user: Make = async cast => {
  const id = cast.fresh('user')
  await cast.lab.server.upsertUsers({ id })
  return id
}
const deletedUser: Make = async cast => {
  const id = await user(cast)
  await cast.lab.server.ok(`DELETE /users/${id}`)
  return id
}
const channel: Make = async cast => {
  const id = cast.fresh('channel')
  const data = { created_by_id: 'bender', members: ['bender', 'leela'] }
  await cast.lab.server.ok(`POST /channels/messaging/${id}/query`, { data })
  return id
}
const message: Make = async cast => {
  const id = cast.fresh('message')
  const body = { message: { id, text: 'hello', user_id: 'bender' } }
  await cast.lab.server.ok('POST /channels/messaging/planet/message', body)
  return id
}
const deletedMessage: Make = async cast => {
  const id = await message(cast)
  await cast.lab.server.ok(`DELETE /messages/${id}`)
  return id
}
const poll: Make = async cast => {
  const options = [{ text: 'yes' }, { text: 'no' }]
  const made = await cast.lab.server.ok('POST /polls', { name: 'Lunch?', user_id: 'bender', options })
  return String((made.poll as { id: string }).id)
}
const named =
  (path: string, name: string, more: object = {}): Make =>
  async cast => {
    const fresh = cast.fresh(name)
    await cast.lab.server.ok(`POST ${path}`, { name: fresh, ...more })
    return fresh
  }
const permission: Make = async cast => {
  const id = cast.fresh('permission')
  await cast.lab.server.ok('POST /permissions', { id, name: id, action: 'ReadChannel' })
  return id
}
const report: Make = async cast => {
  const id = await message(cast)
  await cast.lab.server.ok('POST /moderation/flag', { target_message_id: id, user_id: 'leela' })
  const filter_conditions = { message_id: id }
  const { flag_reports } = await cast.lab.server.ok('POST /moderation/reports', { filter_conditions })
  return String((flag_reports as { id: string }[])[0]?.id)
}
const UUID = '00000000-0000-4000-8000-000000000000'
const PLANET = '/channels/messaging/planet'

const USERS: Readonly<Record<string, Row>> = {
  'GET /users': look(`/users${payload({ filter_conditions: {} })}`),
  'POST /users': change(word('new'), id => ({ path: '/users', body: { users: { [id]: { name: 'New' } } } })),
  'PATCH /users': change(user, id => ({ path: '/users', body: { users: [{ id, set: { name: 'N' } }] } })),
  'POST /users/delete': change(user, id => ({
    path: '/users/delete',
    body: { user_ids: [id], user: 'soft' },
  })),
  'POST /users/deactivate': change(user, id => ({ path: '/users/deactivate', body: { user_ids: [id] } })),
  'POST /users/reactivate': change(user, id => ({ path: '/users/reactivate', body: { user_ids: [id] } })),
  'POST /users/restore': change(deletedUser, id => ({ path: '/users/restore', body: { user_ids: [id] } })),
  'POST /users/{id}/deactivate': change(user, id => ({ path: `/users/${id}/deactivate`, body: {} })),
  // One who is not deactivated: the chat says so.
  'POST /users/{id}/reactivate': change(user, id => ({ path: `/users/${id}/reactivate`, body: {} }), 400),
  'DELETE /users/{id}': change(user, id => ({ path: `/users/${id}` })),
  'GET /users/{id}/export': change(user, id => ({ path: `/users/${id}/export` })),
  'POST /users/{id}/event': change(user, id => ({
    path: `/users/${id}/event`,
    body: { event: { type: 'custom' } },
  })),
  'GET /devices': look('/devices?user_id=bender'),
  'DELETE /devices': change(nothing, () => ({ path: '/devices?user_id=bender&id=none' })),
  'GET /unread': look('/unread?user_id=bender'),
  'POST /unread_batch': look('/unread_batch', { user_ids: ['bender'] }),
  'GET /users/block': look('/users/block?user_id=bender'),
  'POST /users/block': change(user, id => ({
    path: '/users/block',
    body: { user_id: 'bender', blocked_user_id: id },
  })),
  'POST /users/unblock': change(user, id => ({
    path: '/users/unblock',
    body: { user_id: 'bender', blocked_user_id: id },
  })),
  'GET /users/live_locations': look('/users/live_locations?user_id=bender'),
  'POST /reminders/query': look('/reminders/query', { user_id: 'bender' }),
  'POST /drafts/query': look('/drafts/query', { user_id: 'bender' }),
}

const ofBender = { user_id: 'bender' }

const CHANNELS: Readonly<Record<string, Row>> = {
  'POST /channels': look('/channels', { filter_conditions: {} }),
  'GET /members': look(`/members${payload({ type: 'messaging', id: 'planet', filter_conditions: {} })}`),
  'GET /search': look(
    `/search${payload({ filter_conditions: { cid: 'messaging:planet' }, query: 'hello', limit: 1 })}`,
  ),
  'POST /threads': look('/threads', ofBender),
  'GET /threads/{message_id}': look('/threads/none', undefined, 404),
  'PATCH /threads/{message_id}': change(
    message,
    id => ({ path: `/threads/${id}`, body: { set: { title: 'T' }, ...ofBender } }),
    404,
  ),
  'POST /channels/delete': change(channel, id => ({
    path: '/channels/delete',
    body: { cids: [`messaging:${id}`] },
  })),
  'PUT /channels/batch': change(channel, id => ({
    path: '/channels/batch',
    body: { operation: 'updateData', filter: { cids: { $in: [`messaging:${id}`] } }, data: { frozen: true } },
  })),
  'POST /channels/read': change(nothing, () => ({ path: '/channels/read', body: ofBender })),
  'POST /channels/{type}/query': change(user, id => ({
    path: '/channels/messaging/query',
    body: { data: { created_by_id: id, members: [id, 'bender'] } },
  })),
  'POST /channels/{type}/{id}/query': look(`${PLANET}/query`, { messages: { limit: 5 } }),
  'POST /channels/{type}/{id}': change(channel, id => ({
    path: `/channels/messaging/${id}`,
    body: { remove_members: ['leela'] },
  })),
  'PATCH /channels/{type}/{id}': change(channel, id => ({
    path: `/channels/messaging/${id}`,
    body: { set: { frozen: true }, ...ofBender },
  })),
  'DELETE /channels/{type}/{id}': change(channel, id => ({ path: `/channels/messaging/${id}` })),
  'POST /channels/{type}/{id}/truncate': change(channel, id => ({
    path: `/channels/messaging/${id}/truncate`,
    body: {},
  })),
  'POST /channels/{type}/{id}/hide': change(nothing, () => ({ path: `${PLANET}/hide`, body: ofBender })),
  'POST /channels/{type}/{id}/show': change(nothing, () => ({ path: `${PLANET}/show`, body: ofBender })),
  'POST /channels/{type}/{id}/read': change(nothing, () => ({ path: `${PLANET}/read`, body: ofBender })),
  'POST /channels/{type}/{id}/event': change(nothing, () => ({
    path: `${PLANET}/event`,
    body: { event: { type: 'custom', ...ofBender } },
  })),
  'PATCH /channels/{type}/{id}/member/{user_id}': change(nothing, () => ({
    path: `${PLANET}/member/bender`,
    body: { set: { colour: 'grey' } },
  })),
}

const MESSAGES: Readonly<Record<string, Row>> = {
  'GET /channels/{type}/{id}/messages': look(`${PLANET}/messages?ids=hello`),
  'GET /channels/{type}/{id}/pinned_messages': look(`${PLANET}/pinned_messages${payload({})}`),
  'POST /messages/history': look('/messages/history', { filter: { message_id: 'hello' } }),
  'GET /messages/{id}': look('/messages/hello'),
  'GET /messages/{id}/replies': look('/messages/hello/replies'),
  'GET /messages/{id}/reactions': look('/messages/hello/reactions'),
  'POST /messages/{id}/reactions': look('/messages/hello/reactions', ofBender),
  'POST /channels/{type}/{id}/message': change(nothing, () => ({
    path: `${PLANET}/message`,
    body: { message: { text: 'Good news!', ...ofBender } },
  })),
  'POST /messages/{id}': change(message, id => ({
    path: `/messages/${id}`,
    body: { message: { text: 'Better news!', ...ofBender } },
  })),
  'PUT /messages/{id}': change(message, id => ({
    path: `/messages/${id}`,
    body: { set: { pinned: true }, ...ofBender },
  })),
  'DELETE /messages/{id}': change(message, id => ({ path: `/messages/${id}` })),
  'POST /messages/{id}/commit': change(message, id => ({ path: `/messages/${id}/commit`, body: {} }), 400),
  'POST /messages/{id}/undelete': change(deletedMessage, id => ({
    path: `/messages/${id}/undelete`,
    body: { undeleted_by: 'bender' },
  })),
  'POST /messages/{id}/reaction': change(message, id => ({
    path: `/messages/${id}/reaction`,
    body: { reaction: { type: 'like', ...ofBender } },
  })),
  'DELETE /messages/{id}/reaction/{type}': change(
    message,
    id => ({ path: `/messages/${id}/reaction/like?user_id=bender` }),
    404,
  ),
  'POST /polls/query': look('/polls/query', ofBender),
  'GET /polls/{poll_id}': look('/polls/none?user_id=bender', undefined, 404),
  'GET /polls/{poll_id}/options/{option_id}': look('/polls/none/options/none?user_id=bender', undefined, 404),
  'POST /polls/{poll_id}/votes': look('/polls/none/votes', ofBender, 404),
  'POST /polls': change(nothing, () => ({ path: '/polls', body: { name: 'Dinner?', ...ofBender } })),
  'PUT /polls': change(poll, id => ({ path: '/polls', body: { id, name: 'Dinner?', ...ofBender } })),
  'PATCH /polls/{poll_id}': change(poll, id => ({
    path: `/polls/${id}`,
    body: { set: { is_closed: true }, ...ofBender },
  })),
  'DELETE /polls/{poll_id}': change(poll, id => ({ path: `/polls/${id}?user_id=bender` })),
}

const type = named('/channeltypes', 'type')
const role = named('/roles', 'role')
const command = named('/commands', 'command', { description: 'says something' })
const blocklist = named('/blocklists', 'list', { words: ['darn'] })
const body = {}

const SETTINGS: Readonly<Record<string, Row>> = {
  'GET /app': look('/app'),
  'PATCH /app': change(nothing, () => ({ path: '/app', body: { reminders_interval: 120 } })),
  'GET /rate_limits': look('/rate_limits'),
  'GET /usage': look('/usage'),
  'POST /stats/team_usage': look('/stats/team_usage', {}),
  'GET /channeltypes': look('/channeltypes'),
  'GET /channeltypes/{name}': look('/channeltypes/messaging'),
  'POST /channeltypes': change(word('type'), name => ({ path: '/channeltypes', body: { name } })),
  'PUT /channeltypes/{name}': change(type, name => ({
    path: `/channeltypes/${name}`,
    body: { replies: false },
  })),
  'DELETE /channeltypes/{name}': change(type, name => ({ path: `/channeltypes/${name}` })),
  'GET /roles': look('/roles'),
  'POST /roles': change(word('role'), name => ({ path: '/roles', body: { name } })),
  'DELETE /roles/{name}': change(role, name => ({ path: `/roles/${name}` })),
  'GET /permissions': look('/permissions'),
  'GET /permissions/{id}': look('/permissions/read-channel'),
  'POST /permissions': change(word('permission'), id => ({
    path: '/permissions',
    body: { id, name: id, action: 'ReadChannel' },
  })),
  'PUT /permissions/{id}': change(permission, id => ({
    path: `/permissions/${id}`,
    body: { name: 'Read', action: 'ReadChannel' },
  })),
  'DELETE /permissions/{id}': change(permission, id => ({ path: `/permissions/${id}` })),
  'GET /commands': look('/commands'),
  'GET /commands/{name}': look('/commands/giphy'),
  'POST /commands': change(word('command'), name => ({
    path: '/commands',
    body: { name, description: 'd' },
  })),
  'PUT /commands/{name}': change(command, name => ({
    path: `/commands/${name}`,
    body: { description: 'other' },
  })),
  'DELETE /commands/{name}': change(command, name => ({ path: `/commands/${name}` })),
  'GET /blocklists': look('/blocklists'),
  'GET /blocklists/{name}': look('/blocklists/profanity_en_2020_v1'),
  'POST /blocklists': change(word('list'), name => ({
    path: '/blocklists',
    body: { name, words: ['darn'] },
  })),
  'PUT /blocklists/{name}': change(blocklist, name => ({
    path: `/blocklists/${name}`,
    body: { words: ['drat'] },
  })),
  'DELETE /blocklists/{name}': change(blocklist, name => ({ path: `/blocklists/${name}` })),
  'GET /push_providers': look('/push_providers'),
  'POST /push_providers': change(nothing, () => ({
    path: '/push_providers',
    body: { push_provider: { type: 'web', name: 'web', vapid_subject: 'mailto:ada@example.com' } },
  })),
  'DELETE /push_providers/{type}/{name}': change(nothing, () => ({ path: '/push_providers/web/none' }), 404),
  'DELETE /push_providers/{type}': change(nothing, () => ({ path: '/push_providers/xiaomi' }), 404),
  'POST /check_push': change(nothing, () => ({
    path: '/check_push',
    body: { skip_devices: true, message_id: 'hello', ...ofBender },
  })),
  'POST /check_sqs': change(nothing, () => ({ path: '/check_sqs', body: {} })),
  'POST /check_sns': change(nothing, () => ({ path: '/check_sns', body: {} })),
}

const MODERATION: Readonly<Record<string, Row>> = {
  'GET /query_banned_users': look(`/query_banned_users${payload({ filter_conditions: {} })}`),
  'GET /query_future_channel_bans': look(`/query_future_channel_bans${payload({})}`),
  'POST /moderation/ban': change(user, id => ({
    path: '/moderation/ban',
    body: { target_user_id: id, reason: 'spam' },
  })),
  'DELETE /moderation/ban': change(user, id => ({ path: `/moderation/ban?target_user_id=${id}` })),
  'POST /moderation/mute': change(user, id => ({
    path: '/moderation/mute',
    body: { target_id: id, ...ofBender },
  })),
  'POST /moderation/unmute': change(user, id => ({
    path: '/moderation/unmute',
    body: { target_id: id, ...ofBender },
  })),
  'POST /moderation/mute/channel': change(channel, id => ({
    path: '/moderation/mute/channel',
    body: { channel_cid: `messaging:${id}`, ...ofBender },
  })),
  'POST /moderation/unmute/channel': change(channel, id => ({
    path: '/moderation/unmute/channel',
    body: { channel_cid: `messaging:${id}`, ...ofBender },
  })),
  'GET /moderation/flags/message': look(`/moderation/flags/message${payload({})}`),
  'POST /moderation/reports': look('/moderation/reports', {}),
  'POST /moderation/flag': change(message, id => ({
    path: '/moderation/flag',
    body: { target_message_id: id, user_id: 'leela' },
  })),
  'POST /moderation/unflag': change(message, id => ({
    path: '/moderation/unflag',
    body: { target_message_id: id, user_id: 'leela' },
  })),
  'PATCH /moderation/reports/{id}': change(report, id => ({
    path: `/moderation/reports/${id}`,
    body: { review_result: 'reviewed', ...ofBender },
  })),
}

const WORK: Readonly<Record<string, Row>> = {
  'GET /hooks': look('/hooks'),
  'GET /hooks/dead_letters': look('/hooks/dead_letters'),
  'POST /hooks/dead_letters/{id}/retry': change(
    nothing,
    () => ({ path: `/hooks/dead_letters/${UUID}/retry`, body }),
    404,
  ),
  'DELETE /hooks/dead_letters/{id}': change(nothing, () => ({ path: `/hooks/dead_letters/${UUID}` }), 404),
  'POST /hooks/{id}/resume': change(nothing, () => ({ path: '/hooks/none/resume', body }), 404),
  'GET /tasks/{id}': look(`/tasks/${UUID}`, undefined, 404),
  'POST /export_channels': change(channel, id => ({
    path: '/export_channels',
    body: { channels: [{ type: 'messaging', id }] },
  })),
  'GET /export_channels/{id}': look(`/export_channels/${UUID}`, undefined, 404),
  'POST /export/users': change(user, id => ({ path: '/export/users', body: { user_ids: [id] } })),
  'POST /import_urls': change(nothing, () => ({ path: '/import_urls', body: { filename: 'a.jsonl' } })),
  'POST /imports': change(
    nothing,
    () => ({ path: '/imports', body: { path: 'nowhere', mode: 'upsert' } }),
    400,
  ),
  'GET /imports': look('/imports'),
  'GET /imports/{id}': look(`/imports/${UUID}`, undefined, 404),
}

const BY_CHAT_ENDPOINT = { ...USERS, ...CHANNELS, ...MESSAGES, ...SETTINGS, ...MODERATION, ...WORK }

/** By the dashboard's endpoint: `GET /apps/{app}/chat/users`. */
export const CHAT_ROWS: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.entries(BY_CHAT_ENDPOINT).map(([endpoint, row]) => [
    endpoint.replace(' ', ' /apps/{app}/chat'),
    row,
  ]),
)
