import type { Frame } from '@parley/testkit'
import { ACTORS, type Actor, type Attempt, type Cast, type Room } from './cast.ts'

/** Who gets through, with the grants that apps begin with, and how it is tried. */
export interface Row {
  readonly allowed: readonly Actor[]
  /** `me`: the id of who tries. */
  readonly attempt: (cast: Cast, me: string) => Promise<Attempt> | Attempt
  /** What who gets through is answered, where that is not 200: the rest of the request is not the point. */
  readonly then?: number
  /** Who is not let through is told that there is no such thing. */
  readonly hides?: true
}

const SERVER: readonly Actor[] = ['server']
/** Whoever has a token of this app. */
const USERS: readonly Actor[] = ['guest', 'stranger', 'member', 'moderator', 'admin', 'otherTeam', 'server']
const READERS: readonly Actor[] = ['anonymous', ...USERS]
/** Whoever may be in a channel of type messaging. */
const INSIDE: readonly Actor[] = ['member', 'moderator', 'admin', 'server']
const MODERATORS: readonly Actor[] = ['moderator', 'admin', 'server']
const ADMINS: readonly Actor[] = ['admin', 'server']
/** App-wide things that every user may do, but not to people of other teams. */
const SAME_TEAM = USERS.filter(actor => actor !== 'otherTeam')

type Make = (cast: Cast, me: string) => Promise<Attempt> | Attempt

const row = (allowed: readonly Actor[], attempt: Make, then?: number): Row => ({
  allowed,
  attempt,
  ...(then !== undefined && { then }),
})

const hiding = (of: Row): Row => ({ ...of, hides: true })

/** In a channel of its own. */
const inRoom =
  (make: (room: Room, me: string, cast: Cast) => Promise<Attempt> | Attempt, data?: Frame): Make =>
  async (cast, me) =>
    make(await cast.room(data), me, cast)

/** On a message that the channel's owner sent. */
const onMessage =
  (make: (id: string, me: string, cast: Cast) => Promise<Attempt> | Attempt, more?: Frame): Make =>
  async (cast, me) =>
    make(await cast.message('owner', more), me, cast)

/** On a message of one's own: the backend sent it. */
const onOwnMessage =
  (make: (id: string, me: string, cast: Cast) => Promise<Attempt> | Attempt, more?: Frame): Make =>
  async (cast, me) =>
    make(await cast.message(me, more), me, cast)

const payload = (value: Frame) => ({ payload: JSON.stringify(value) })

const form = (me: string): FormData => {
  const data = new FormData()
  data.append('user', JSON.stringify({ id: me }))
  data.append('file', new File(['hello'], 'hello.txt', { type: 'text/plain' }))
  return data
}

const picture = (me: string): FormData => {
  const data = new FormData()
  data.append('user', JSON.stringify({ id: me }))
  const png = Uint8Array.fromBase64(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  )
  data.append('file', new File([png], 'dot.png', { type: 'image/png' }))
  return data
}

/** Anybody's but a server's calls are turned away before they are read, so their bodies need not be good. */
const SERVER_ONLY = [
  'PATCH /app',
  'GET /rate_limits',
  'GET /usage',
  'GET /hooks',
  'POST /hooks/{id}/resume',
  'GET /hooks/dead_letters',
  'POST /hooks/dead_letters/{id}/retry',
  'DELETE /hooks/dead_letters/{id}',
  'POST /commands',
  'GET /commands',
  'GET /commands/{name}',
  'PUT /commands/{name}',
  'DELETE /commands/{name}',
  'POST /users',
  'POST /users/delete',
  'POST /users/deactivate',
  'POST /users/reactivate',
  'POST /users/restore',
  'POST /users/{id}/deactivate',
  'POST /users/{id}/reactivate',
  'DELETE /users/{id}',
  'GET /users/{id}/export',
  'POST /users/{id}/event',
  'POST /unread_batch',
  'POST /blocklists',
  'GET /blocklists',
  'GET /blocklists/{name}',
  'PUT /blocklists/{name}',
  'DELETE /blocklists/{name}',
  'POST /roles',
  'GET /roles',
  'DELETE /roles/{name}',
  'POST /permissions',
  'GET /permissions',
  'GET /permissions/{id}',
  'PUT /permissions/{id}',
  'DELETE /permissions/{id}',
  'POST /channeltypes',
  'GET /channeltypes',
  'GET /channeltypes/{name}',
  'PUT /channeltypes/{name}',
  'DELETE /channeltypes/{name}',
  'POST /channels/delete',
  'PUT /channels/batch',
  'POST /messages/history',
  'POST /messages/{id}/commit',
  'POST /messages/{id}/undelete',
  'POST /export_channels',
  'GET /export_channels/{id}',
  'POST /export/users',
  'POST /import_urls',
  'POST /imports',
  'GET /imports',
  'GET /imports/{id}',
  'POST /stats/team_usage',
  'GET /push_providers',
  'POST /push_providers',
  'DELETE /push_providers/{type}/{name}',
  'DELETE /push_providers/{type}',
  'POST /check_push',
  'POST /check_sqs',
  'POST /check_sns',
  'POST /campaigns',
  'GET /campaigns',
  'GET /campaigns/{id}',
  'PUT /campaigns/{id}',
  'DELETE /campaigns/{id}',
  'PATCH /campaigns/{id}/schedule',
  'PATCH /campaigns/{id}/stop',
  'PATCH /campaigns/{id}/resume',
  'POST /campaigns/{id}/test',
  'POST /segments',
  'GET /segments',
  'GET /segments/{id}',
  'PUT /segments/{id}',
  'DELETE /segments/{id}',
  'GET /tasks/{id}',
] as const

const users: Record<string, Row> = {
  // A guest is in no team, so with multi-tenancy there are none.
  'POST /guest': row(
    ACTORS.filter(actor => actor !== 'otherTeam'),
    cast => ({ path: '/guest', body: { user: { id: cast.name() } } }),
  ),
  'PATCH /users': row(USERS, (_, me) => ({
    path: '/users',
    body: { users: [{ id: me, set: { hat: 'red' } }] },
  })),
  'GET /app': row(READERS, () => ({ path: '/app' })),
  'GET /users': row(USERS, () => ({ path: '/users', query: payload({ filter_conditions: {} }) })),
  'POST /users/block': row(SAME_TEAM, (_, me) => ({
    path: '/users/block',
    body: { blocked_user_id: 'target', user_id: me },
  })),
  'POST /users/unblock': row(USERS, (_, me) => ({
    path: '/users/unblock',
    body: { blocked_user_id: 'target', user_id: me },
  })),
  'GET /users/block': row(USERS, (_, me) => ({ path: '/users/block', query: { user_id: me } })),
  'GET /users/live_locations': row(USERS, (_, me) => ({
    path: '/users/live_locations',
    query: { user_id: me },
  })),
  'PUT /users/live_locations': row(
    INSIDE,
    onOwnMessage(
      (id, me) => ({
        path: '/users/live_locations',
        query: { user_id: me },
        body: { message_id: id, latitude: 3, longitude: 4, created_by_device_id: 'phone' },
      }),
      {
        shared_location: {
          latitude: 1,
          longitude: 2,
          created_by_device_id: 'phone',
          end_at: new Date(Date.now() + 3_600_000).toISOString(),
        },
      },
    ),
  ),
  'POST /devices': row(USERS, (cast, me) => ({
    path: '/devices',
    body: { id: cast.name(), push_provider: 'apn', user_id: me },
  })),
  'GET /devices': row(USERS, (_, me) => ({ path: '/devices', query: { user_id: me } })),
  'DELETE /devices': row(USERS, (_, me) => ({ path: '/devices', query: { id: 'phone', user_id: me } })),
  'POST /push_preferences': row(USERS, (_, me) => ({
    path: '/push_preferences',
    body: { preferences: [{ user_id: me, chat_level: 'all' }] },
  })),
  'GET /unread': row(USERS, (_, me) => ({ path: '/unread', query: { user_id: me } })),
}

const moderation: Record<string, Row> = {
  'POST /moderation/ban': row(
    MODERATORS,
    inRoom(({ type, id }, me) => ({
      path: '/moderation/ban',
      body: { target_user_id: 'target', type, id, user_id: me },
    })),
  ),
  'DELETE /moderation/ban': row(
    MODERATORS,
    inRoom(({ type, id }, me) => ({
      path: '/moderation/ban',
      query: { target_user_id: 'target', type, id, user_id: me },
    })),
  ),
  'GET /query_banned_users': row(
    MODERATORS,
    inRoom(({ cid }) => ({
      path: '/query_banned_users',
      query: payload({ filter_conditions: { channel_cid: cid } }),
    })),
  ),
  'GET /query_future_channel_bans': row(USERS, (_, me) => ({
    path: '/query_future_channel_bans',
    query: payload({ user_id: me }),
  })),
  'POST /moderation/mute': row(SAME_TEAM, (_, me) => ({
    path: '/moderation/mute',
    body: { target_id: 'target', user_id: me },
  })),
  'POST /moderation/unmute': row(USERS, (_, me) => ({
    path: '/moderation/unmute',
    body: { target_id: 'target', user_id: me },
  })),
  'POST /moderation/mute/channel': row(
    INSIDE,
    inRoom(({ cid }, me) => ({ path: '/moderation/mute/channel', body: { channel_cid: cid, user_id: me } })),
  ),
  'POST /moderation/unmute/channel': row(
    INSIDE,
    inRoom(({ cid }, me) => ({
      path: '/moderation/unmute/channel',
      body: { channel_cid: cid, user_id: me },
    })),
  ),
  'POST /moderation/flag': row(
    INSIDE,
    onMessage((id, me) => ({ path: '/moderation/flag', body: { target_message_id: id, user_id: me } })),
  ),
  'POST /moderation/unflag': row(
    INSIDE,
    onMessage((id, me) => ({ path: '/moderation/unflag', body: { target_message_id: id, user_id: me } })),
  ),
  'GET /moderation/flags/message': row(
    MODERATORS,
    inRoom(({ cid }) => ({
      path: '/moderation/flags/message',
      query: payload({ filter_conditions: { channel_cid: cid } }),
    })),
  ),
  // Of another team they are shown none.
  'POST /moderation/reports': row([...ADMINS, 'otherTeam'], () => ({
    path: '/moderation/reports',
    body: {},
  })),
  'PATCH /moderation/reports/{id}': row(
    ADMINS,
    onMessage(async (id, me, cast) => {
      await cast.server.ok('POST /moderation/flag', { target_message_id: id, user_id: 'owner' })
      const { flag_reports } = await cast.server.ok('POST /moderation/reports', {
        filter_conditions: { message_id: id },
      })
      const [report] = flag_reports as Frame[]
      return { path: `/moderation/reports/${report?.id}`, body: { review_result: 'seen', user_id: me } }
    }),
  ),
}

const channels: Record<string, Row> = {
  // Who asks without naming a team is shown channels of their own teams.
  'POST /channels': row(
    [...INSIDE, 'otherTeam'],
    inRoom(({ cid }) => ({ path: '/channels', body: { filter_conditions: { cid } } })),
  ),
  'POST /channels/{type}/query': row(
    ['stranger', 'member', 'moderator', 'admin', 'otherTeam', 'server'],
    (cast, me) => ({
      path: '/channels/messaging/query',
      body: {
        data: {
          members: [me, me === 'other-team' ? 'other-target' : 'target'],
          created_by_id: me,
          ...teamOf(cast, me),
        },
      },
    }),
  ),
  'POST /channels/{type}/{id}/query': row(
    INSIDE,
    inRoom(({ path }) => ({ path: `${path}/query`, body: {} })),
  ),
  'POST /channels/{type}/{id}': row(
    MODERATORS,
    inRoom(({ path }, me) => ({ path, body: { data: { topic: 'new' }, user_id: me } })),
  ),
  'PATCH /channels/{type}/{id}': row(
    MODERATORS,
    inRoom(({ path }, me) => ({ path, body: { set: { topic: 'new' }, user_id: me } })),
  ),
  'DELETE /channels/{type}/{id}': row(
    ADMINS,
    inRoom(({ path }) => ({ path })),
  ),
  'POST /channels/{type}/{id}/truncate': row(
    ADMINS,
    inRoom(({ path }, me) => ({ path: `${path}/truncate`, body: { user_id: me } })),
  ),
  'POST /channels/{type}/{id}/hide': row(
    ['member', 'moderator', 'server'],
    inRoom(({ path }, me) => ({ path: `${path}/hide`, body: { user_id: me } })),
  ),
  'POST /channels/{type}/{id}/show': row(
    ['member', 'moderator', 'server'],
    inRoom(({ path }, me) => ({ path: `${path}/show`, body: { user_id: me } })),
  ),
  'POST /channels/{type}/{id}/stop-watching': row(
    ACTORS.filter(actor => !['none', 'otherApp'].includes(actor)),
    inRoom(({ path }) => ({ path: `${path}/stop-watching`, body: {}, query: { connection_id: 'none' } })),
    400,
  ),
  'POST /channels/{type}/{id}/event': row(
    INSIDE,
    inRoom(({ path }, me) => ({ path: `${path}/event`, body: { event: { type: 'cake', user_id: me } } })),
  ),
  'POST /channels/{type}/{id}/read': row(
    INSIDE,
    inRoom(({ path }, me) => ({ path: `${path}/read`, body: { user_id: me } })),
  ),
  'POST /channels/{type}/{id}/unread': row(
    INSIDE,
    inRoom(async (room, me, cast) => {
      const id = await cast.message('owner', {}, room)
      return { path: `${room.path}/unread`, body: { user_id: me, message_id: id } }
    }),
  ),
  'POST /channels/read': row(USERS, (_, me) => ({ path: '/channels/read', body: { user_id: me } })),
  'POST /channels/delivered': row(USERS, (_, me) => ({
    path: '/channels/delivered',
    query: { user_id: me },
    body: { latest_delivered_messages: [] },
  })),
  'GET /members': row(
    INSIDE,
    inRoom(({ type, id }) => ({ path: '/members', query: payload({ type, id, filter_conditions: {} }) })),
  ),
  'PATCH /channels/{type}/{id}/member/{user_id}': hiding(
    row(
      ['member', 'moderator', 'server'],
      inRoom(({ path }, me) => ({ path: `${path}/member/${me}`, body: { set: { hat: 'red' } } })),
    ),
  ),
  'POST /sync': row(
    // Who may not read it is told that it is inaccessible.
    ACTORS.filter(actor => actor !== 'none' && actor !== 'otherApp'),
    inRoom(({ cid }) => ({
      path: '/sync',
      body: { channel_cids: [cid], last_sync_at: new Date().toISOString() },
    })),
  ),
  'GET /search': row(
    ACTORS.filter(actor => actor !== 'none' && actor !== 'otherApp'),
    inRoom(({ cid }) => ({ path: '/search', query: payload({ filter_conditions: { cid }, query: 'hi' }) })),
  ),
}

const messages: Record<string, Row> = {
  'POST /channels/{type}/{id}/message': row(
    INSIDE,
    inRoom(({ path }, me) => ({ path: `${path}/message`, body: { message: { text: 'hi', user_id: me } } })),
  ),
  'GET /channels/{type}/{id}/messages': row(
    INSIDE,
    inRoom(async (room, _, cast) => ({
      path: `${room.path}/messages`,
      query: { ids: await cast.message('owner', {}, room) },
    })),
  ),
  'GET /channels/{type}/{id}/pinned_messages': row(
    INSIDE,
    inRoom(({ path }) => ({ path: `${path}/pinned_messages` })),
  ),
  'GET /messages/{id}': row(
    INSIDE,
    onMessage(id => ({ path: `/messages/${id}` })),
  ),
  'POST /messages/{id}': row(
    MODERATORS,
    onMessage((id, me) => ({ path: `/messages/${id}`, body: { message: { text: 'new', user_id: me } } })),
  ),
  'PUT /messages/{id}': row(
    MODERATORS,
    onMessage((id, me) => ({ path: `/messages/${id}`, body: { set: { text: 'new' }, user_id: me } })),
  ),
  'DELETE /messages/{id}': row(
    MODERATORS,
    onMessage(id => ({ path: `/messages/${id}` })),
  ),
  'GET /messages/{id}/replies': row(
    INSIDE,
    onMessage(id => ({ path: `/messages/${id}/replies` })),
  ),
  // The message that is acted on is the sender's alone, so there is none to anybody else.
  'POST /messages/{id}/action': row(
    USERS,
    onMessage((id, me) => ({ path: `/messages/${id}/action`, body: { form_data: { a: 'b' }, user_id: me } })),
    404,
  ),
  'POST /messages/{id}/translate': row(
    INSIDE,
    onMessage(id => ({ path: `/messages/${id}/translate`, body: { language: 'es' } })),
    400,
  ),
  'POST /messages/{id}/reaction': row(
    INSIDE,
    onMessage((id, me) => ({
      path: `/messages/${id}/reaction`,
      body: { reaction: { type: 'like', user_id: me } },
    })),
  ),
  'DELETE /messages/{id}/reaction/{type}': row(
    INSIDE,
    onMessage(async (id, me, cast) => {
      await cast.server.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'like', user_id: me } })
      return { path: `/messages/${id}/reaction/like`, query: { user_id: me } }
    }),
  ),
  'GET /messages/{id}/reactions': row(
    INSIDE,
    onMessage(id => ({ path: `/messages/${id}/reactions` })),
  ),
  'POST /messages/{id}/reactions': row(
    INSIDE,
    onMessage(id => ({ path: `/messages/${id}/reactions`, body: {} })),
  ),
  'POST /messages/{id}/reminders': row(
    INSIDE,
    onMessage((id, me) => ({ path: `/messages/${id}/reminders`, body: { user_id: me } })),
  ),
  'PATCH /messages/{id}/reminders': row(
    INSIDE,
    onMessage(async (id, me, cast) => {
      await cast.server.ok(`POST /messages/${id}/reminders`, { user_id: me })
      return { path: `/messages/${id}/reminders`, body: { user_id: me } }
    }),
  ),
  'DELETE /messages/{id}/reminders': row(
    INSIDE,
    onMessage(async (id, me, cast) => {
      await cast.server.ok(`POST /messages/${id}/reminders`, { user_id: me })
      return { path: `/messages/${id}/reminders`, query: { user_id: me } }
    }),
  ),
  'POST /reminders/query': row(USERS, (_, me) => ({ path: '/reminders/query', body: { user_id: me } })),
  'POST /threads': row(USERS, (_, me) => ({ path: '/threads', body: { user_id: me } })),
  'GET /threads/{message_id}': row(
    INSIDE,
    thread((id, me) => ({ path: `/threads/${id}`, query: { user_id: me } })),
  ),
  'PATCH /threads/{message_id}': row(
    MODERATORS,
    thread((id, me) => ({ path: `/threads/${id}`, body: { set: { title: 'new' }, user_id: me } })),
  ),
  'POST /channels/{type}/{id}/draft': row(
    INSIDE,
    inRoom(({ path }, me) => ({ path: `${path}/draft`, body: { message: { text: 'hm', user_id: me } } })),
  ),
  'GET /channels/{type}/{id}/draft': row(
    INSIDE,
    inRoom(async ({ path }, me, cast) => {
      await cast.server.ok(`POST ${path}/draft`, { message: { text: 'hm', user_id: me } })
      return { path: `${path}/draft`, query: { user_id: me } }
    }),
  ),
  'DELETE /channels/{type}/{id}/draft': row(
    INSIDE,
    inRoom(async ({ path }, me, cast) => {
      await cast.server.ok(`POST ${path}/draft`, { message: { text: 'hm', user_id: me } })
      return { path: `${path}/draft`, query: { user_id: me } }
    }),
  ),
  'POST /drafts/query': row(USERS, (_, me) => ({ path: '/drafts/query', body: { user_id: me } })),
}

const polls: Record<string, Row> = {
  'POST /polls': row(SERVER, (_, me) => ({ path: '/polls', body: { name: 'Lunch?', user_id: me } })),
  'POST /polls/query': row(SERVER, (_, me) => ({ path: '/polls/query', query: { user_id: me }, body: {} })),
  'PUT /polls': row(
    SERVER,
    onPoll(({ id }, me) => ({ path: '/polls', body: { id, name: 'Dinner?', user_id: me } })),
  ),
  'GET /polls/{poll_id}': hiding(
    row(
      SERVER,
      onPoll(({ id }, me) => ({ path: `/polls/${id}`, query: { user_id: me } })),
    ),
  ),
  'PUT /polls/{poll_id}': row(
    SERVER,
    onPoll(({ id }, me) => ({ path: `/polls/${id}`, body: { name: 'Dinner?', user_id: me } })),
  ),
  'PATCH /polls/{poll_id}': row(
    SERVER,
    onPoll(({ id }, me) => ({ path: `/polls/${id}`, body: { set: { name: 'Dinner?' }, user_id: me } })),
  ),
  'DELETE /polls/{poll_id}': row(
    SERVER,
    onPoll(({ id }, me) => ({ path: `/polls/${id}`, query: { user_id: me } })),
  ),
  'POST /polls/{poll_id}/options': row(
    SERVER,
    onPoll(({ id }, me) => ({ path: `/polls/${id}/options`, body: { text: 'maybe', user_id: me } })),
  ),
  'PUT /polls/{poll_id}/options': row(
    SERVER,
    onPoll(({ id, option }, me) => ({
      path: `/polls/${id}/options`,
      body: { id: option, text: 'no', user_id: me },
    })),
  ),
  'GET /polls/{poll_id}/options/{option_id}': hiding(
    row(
      SERVER,
      onPoll(({ id, option }, me) => ({ path: `/polls/${id}/options/${option}`, query: { user_id: me } })),
    ),
  ),
  'PUT /polls/{poll_id}/options/{option_id}': row(
    SERVER,
    onPoll(({ id, option }, me) => ({
      path: `/polls/${id}/options/${option}`,
      body: { text: 'no', user_id: me },
    })),
  ),
  'DELETE /polls/{poll_id}/options/{option_id}': row(
    SERVER,
    onPoll(({ id, option }, me) => ({ path: `/polls/${id}/options/${option}`, query: { user_id: me } })),
  ),
  'POST /messages/{message_id}/polls/{poll_id}/vote': row(
    SERVER,
    onSentPoll(({ id, option, message }, me) => ({
      path: `/messages/${message}/polls/${id}/vote`,
      body: { vote: { option_id: option }, user_id: me },
    })),
  ),
  'DELETE /messages/{message_id}/polls/{poll_id}/vote/{vote_id}': row(
    SERVER,
    onSentPoll(async ({ id, option, message }, me, cast) => {
      const body = { vote: { option_id: option }, user_id: me }
      const { vote } = await cast.server.ok(`POST /messages/${message}/polls/${id}/vote`, body)
      return { path: `/messages/${message}/polls/${id}/vote/${(vote as Frame).id}`, query: { user_id: me } }
    }),
  ),
  'POST /polls/{poll_id}/votes': hiding(
    row(
      SERVER,
      onPoll(({ id }, me) => ({ path: `/polls/${id}/votes`, query: { user_id: me }, body: {} })),
    ),
  ),
}

const uploads: Record<string, Row> = {}
for (const [kind, make] of [['file', form] as const, ['image', picture] as const]) {
  const withoutGuests = USERS.filter(actor => actor !== 'guest')
  uploads[`POST /uploads/${kind}`] = row(withoutGuests, (_, me) => ({
    path: `/uploads/${kind}`,
    form: make(me),
  }))
  uploads[`DELETE /uploads/${kind}`] = row(USERS, async (cast, me) => ({
    path: `/uploads/${kind}`,
    query: { url: await uploaded(cast, `/uploads/${kind}`, make(me)), user_id: me },
  }))
  uploads[`POST /channels/{type}/{id}/${kind}`] = row(
    INSIDE,
    inRoom(({ path }, me) => ({ path: `${path}/${kind}`, form: make(me) })),
  )
  uploads[`DELETE /channels/{type}/{id}/${kind}`] = row(
    MODERATORS,
    inRoom(async ({ path }, me, cast) => ({
      path: `${path}/${kind}`,
      query: { url: await uploaded(cast, `${path}/${kind}`, make('owner')), user_id: me },
    })),
  )
}

async function uploaded(cast: Cast, path: string, data: FormData): Promise<string> {
  const { status, body } = await cast.call('server', 'POST', { path, form: data })
  if (status !== 200) throw new Error(`no upload to ${path}: ${JSON.stringify(body)}`)
  return String(body.file)
}

/** With multi-tenancy a channel is of a team that its maker is in. */
function teamOf(cast: Cast, me: string): Frame {
  return cast.tenant ? { team: me === 'other-team' ? 'blue' : 'red' } : {}
}

function thread(make: (id: string, me: string) => Attempt): Make {
  return async (cast, me) => {
    const room = await cast.room()
    const id = await cast.message('owner', {}, room)
    await cast.message('owner', { parent_id: id }, room)
    return make(id, me)
  }
}

interface SomePoll {
  readonly id: string
  readonly option: string
}

function onPoll(make: (poll: SomePoll, me: string, cast: Cast) => Promise<Attempt> | Attempt): Make {
  return async (cast, me) => make(toPoll(await cast.poll('owner')), me, cast)
}

function onSentPoll(
  make: (poll: SomePoll & { readonly message: string }, me: string, cast: Cast) => Promise<Attempt> | Attempt,
): Make {
  return async (cast, me) => {
    const poll = toPoll(await cast.poll('owner'))
    return make({ ...poll, message: await cast.message('owner', { poll_id: poll.id }) }, me, cast)
  }
}

function toPoll({ id, options }: Frame): SomePoll {
  return { id: String(id), option: String((options as Frame[])[0]?.id) }
}

/** Every endpoint of `/openapi.json` that is not for servers alone. */
export const ROWS: Readonly<Record<string, Row>> = {
  ...users,
  ...moderation,
  ...channels,
  ...messages,
  ...polls,
  ...uploads,
}

export { SERVER_ONLY }
