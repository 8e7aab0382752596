import { expect, test } from 'bun:test'
import {
  channelPath,
  eventually,
  type Frame,
  type Person,
  startServer,
  type TestServer,
} from '@parley/testkit'
import { Receiver } from './receiver.ts'
import { settled } from './settled.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

const EARS = ['desk', 'phone', 'watcher', 'member', 'stranger', 'outsider', 'hook'] as const

/** Who hears what of an action: types in the order they come, one blank between. Nobody else hears anything. */
type Heard = Partial<Record<(typeof EARS)[number], string>>

/** `desk` and `phone`, both connections of whom the action concerns, are given apart. */
const toWatchers = (type: string): Heard => ({ desk: type, watcher: type })
const toWatchersAndHooks = (type: string): Heard => ({ ...toWatchers(type), hook: type })
const toOwn = (type: string): Heard => ({ desk: type, phone: type })
const toOwnAndHooks = (type: string): Heard => ({ ...toOwn(type), hook: type })

/**
 * Alice at her desk, who watches the hall, and her phone, which does not; Bob, who watches; Carol, a member who does not;
 * Sam, who is no member and asked for the presence of all; Oscar, whom nothing concerns; and a webhook for everything.
 */
class Stage implements AsyncDisposable {
  readonly server: TestServer
  readonly receiver = new Receiver()
  readonly #people = new Map<string, Person>()

  constructor(server: TestServer) {
    this.server = server
  }

  static async begin(): Promise<Stage> {
    const server = await startServer()
    const stage = new Stage(server)
    await server.upsertUsers(...['alice', 'bob', 'carol', 'dave', 'sam', 'oscar'].map(id => ({ id })))
    await server.ok('PUT /channeltypes/messaging', {
      polls: true,
      user_message_reminders: true,
      shared_locations: true,
      delivery_events: true,
      custom_events: true,
    })
    await server.ok(`POST ${PATH}/query`, {
      data: { created_by_id: 'alice', members: ['alice', 'bob', 'carol'] },
    })
    const ears = {
      desk: 'alice',
      phone: 'alice',
      watcher: 'bob',
      member: 'carol',
      stranger: 'sam',
      outsider: 'oscar',
    }
    for (const [ear, id] of Object.entries(ears)) stage.#people.set(ear, await server.connected(id))
    for (const watching of [stage.alice, stage.of('watcher')]) {
      await watching.ok(`POST ${PATH}/query`, { watch: true }, connectionOf(watching))
    }
    const { stranger } = stage
    const payload = JSON.stringify({
      filter_conditions: { id: { $in: ['alice', 'bob', 'carol', 'dave'] } },
      presence: true,
    })
    await stranger.ok('GET /users', undefined, { query: { payload, ...connectionOf(stranger).query } })
    await server.ok('PATCH /app', {
      event_hooks: [{ hook_type: 'webhook', webhook_url: stage.receiver.url }],
    })
    await stage.heard()
    return stage
  }

  of(ear: string): Person {
    const person = this.#people.get(ear)
    if (!person) throw new Error(`nobody is the ${ear}`)
    return person
  }

  get alice(): Person {
    return this.of('desk')
  }

  get bob(): Person {
    return this.of('watcher')
  }

  get carol(): Person {
    return this.of('member')
  }

  get stranger(): Person {
    return this.of('stranger')
  }

  /** The action reaches exactly these. */
  async reaches(what: string, act: () => Promise<unknown>, expected: Heard): Promise<void> {
    await act()
    const heard: Heard = {}
    // What is missing then is what the comparison shows.
    await eventually(
      async () => {
        const more = await this.heard()
        for (const ear of EARS) if (more[ear]) heard[ear] = [...words(heard[ear]), more[ear]].join(' ')
        return EARS.every(ear => words(heard[ear]).length >= words(expected[ear]).length)
      },
      `all have heard of: ${what}`,
      10_000,
    ).catch(() => {})
    expect({ what, ...heard, hook: sorted(heard.hook) }).toEqual({
      what,
      ...expected,
      hook: sorted(expected.hook),
    })
  }

  /** What came to whom since it was asked last. */
  async heard(): Promise<Heard> {
    const heard: Heard = {}
    await eventually(async () => {
      const { hooks } = await this.server.ok('GET /hooks')
      return (hooks as Frame[]).every(hook => hook.waiting === 0)
    }, 'the webhook gets all there is')
    for (const [ear, person] of this.#people) {
      const types = (await soFar(person)).map(frame => String(frame.type))
      if (types.length > 0) heard[ear as keyof Heard] = types.join(' ')
    }
    const told = this.receiver.all.splice(0).map(({ body }) => String(body.type))
    if (told.length > 0) heard.hook = told.join(' ')
    return heard
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
    await this.receiver[Symbol.asyncDispose]()
  }
}

const words = (types = ''): string[] => types.split(' ').filter(Boolean)

/** A webhook gets the events of one channel or user in order, but not all of them. */
const sorted = (types?: string): string[] => words(types).sort()

const connectionOf = ({ connectionId = '' }: Person) => ({ query: { connection_id: connectionId } })

/** Everything that came until the answer to a question asked now. */
async function soFar(person: Person): Promise<Frame[]> {
  const id = crypto.randomUUID()
  person.socket.send({ type: 'health.check', id })
  await person.next(frame => frame.reply_to === id)
  // Those that come by the clock tell nothing.
  return person.socket.drain().filter(frame => frame.type !== 'health.check')
}

test('messages', async () => {
  await using stage = await Stage.begin()
  const { alice, bob, carol, server } = stage
  let message: Frame = {}
  const isNew: Heard = {
    ...toWatchersAndHooks('message.new'),
    phone: 'notification.message_new',
    member: 'notification.message_new',
  }
  await stage.reaches('sent', async () => (message = await alice.send(HALL, 'hi')), isNew)
  const { id } = message
  const updated = toWatchersAndHooks('message.updated')
  await stage.reaches('edited', () => alice.ok(`POST /messages/${id}`, { message: { text: 'hey' } }), updated)
  await stage.reaches('pinned', () => alice.ok(`PUT /messages/${id}`, { set: { pinned: true } }), updated)
  const reaction = (score: number) =>
    bob.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'like', score } })
  await stage.reaches('reacted', () => reaction(1), toWatchersAndHooks('reaction.new'))
  await stage.reaches('again', () => reaction(2), toWatchersAndHooks('reaction.updated'))
  const unlike = () => bob.ok(`DELETE /messages/${id}/reaction/like`)
  await stage.reaches('taken back', unlike, toWatchersAndHooks('reaction.deleted'))
  const reply = () => carol.send(HALL, 'a reply', { parent_id: id })
  await stage.reaches('replied', reply, {
    ...toWatchersAndHooks('message.new message.updated'),
    phone: 'notification.thread_message_new',
    member: 'notification.thread_message_new',
  })
  await stage.reaches(
    'a thread got a title',
    () => alice.ok(`PATCH /threads/${id}`, { set: { title: 'T' } }),
    toWatchers('thread.updated'),
  )
  await stage.reaches('flagged', () => bob.ok('POST /moderation/flag', { target_message_id: id }), {
    hook: 'message.flagged',
  })
  await stage.reaches('deleted for Carol', () => carol.ok(`DELETE /messages/${id}?delete_for_me=true`), {
    desk: 'log.skipped',
    watcher: 'log.skipped',
    member: 'message.deleted',
    hook: 'message.deleted',
  })
  const deleted = toWatchersAndHooks('message.deleted')
  await stage.reaches('deleted', () => alice.ok(`DELETE /messages/${id}`), deleted)
  await stage.reaches(
    'undeleted',
    () => server.ok(`POST /messages/${id}/undelete`, { undeleted_by: 'alice' }),
    updated,
  )
  await stage.reaches('deleted for good', () => server.ok(`DELETE /messages/${id}?hard=true`), deleted)
  const pending = { message: { text: 'wait', user_id: 'alice' }, pending: true }
  const sendPending = async () =>
    (message = (await server.ok(`POST ${PATH}/message`, pending)).message as Frame)
  await stage.reaches('pending', sendPending, {})
  await stage.reaches('committed', () => server.ok(`POST /messages/${message.id}/commit`), isNew)
  const whisper = { message: { text: 'psst', user_id: 'alice', restricted_visibility: ['bob'] } }
  await stage.reaches('restricted to Bob', () => server.ok(`POST ${PATH}/message`, whisper), {
    desk: 'message.new log.skipped',
    watcher: 'message.new log.skipped',
    phone: 'notification.message_new',
    hook: 'message.new',
  })
  await carol.ok(`POST ${PATH}/hide`, {})
  await stage.heard()
  await stage.reaches('brings back', () => alice.send(HALL, 'Carol?'), {
    ...isNew,
    member: 'channel.visible notification.message_new',
  })
  const typing = (type: string) => bob.ok(`POST ${PATH}/event`, { event: { type } })
  await stage.reaches('typing', () => typing('typing.start'), toWatchers('typing.start'))
  await stage.reaches('no longer', () => typing('typing.stop'), toWatchers('typing.stop'))
  const custom = () => server.ok(`POST ${PATH}/event`, { event: { type: 'party', user_id: 'bob' } })
  await stage.reaches('a custom event', custom, toWatchersAndHooks('party'))
  const location = { latitude: 1, longitude: 2, end_at: new Date(Date.now() + 600_000).toISOString() }
  await stage.reaches(
    'a location',
    async () => (message = await alice.send(HALL, 'here', { shared_location: location })),
    isNew,
  )
  const move = () =>
    alice.ok('PUT /users/live_locations', { message_id: message.id, ...location, latitude: 3 })
  await stage.reaches('moved', move, updated)
})

test('reading', async () => {
  await using stage = await Stage.begin()
  const { alice, bob } = stage
  const { id } = await bob.send(HALL, 'hi')
  await stage.heard()
  const read = {
    ...toWatchersAndHooks('message.read'),
    desk: 'message.read notification.mark_read',
    phone: 'notification.mark_read',
  }
  const delivered = () =>
    alice.ok('POST /channels/delivered', { latest_delivered_messages: [{ cid: HALL, id }] })
  await stage.reaches('delivered', delivered, toWatchers('message.delivered'))
  await stage.reaches('read', () => alice.ok(`POST ${PATH}/read`, {}), read)
  await stage.reaches(
    'unread',
    () => alice.ok(`POST ${PATH}/unread`, { message_id: id }),
    toOwn('notification.mark_unread'),
  )
  await stage.reaches(
    'unread by time',
    () => alice.ok(`POST ${PATH}/unread`, { message_timestamp: new Date(0).toISOString() }),
    toOwn('notification.mark_unread'),
  )
  await stage.reaches('all read', () => alice.ok('POST /channels/read', {}), read)
  await stage.reaches('again', () => alice.ok('POST /channels/read', {}), toOwn('notification.mark_read'))
  await stage.reaches('nothing new', () => alice.ok(`POST ${PATH}/read`, { message_id: id }), {})
  const settings = { read_receipts: { enabled: false }, typing_indicators: { enabled: false } }
  await stage.server.ok('PATCH /users', { users: [{ id: 'alice', set: { privacy_settings: settings } }] })
  await bob.send(HALL, 'you there?')
  await stage.heard()
  await stage.reaches('in private', () => alice.ok(`POST ${PATH}/read`, {}), toOwn('notification.mark_read'))
  await stage.reaches(
    'types in private',
    () => alice.ok(`POST ${PATH}/event`, { event: { type: 'typing.start' } }),
    {},
  )
})

test('members', async () => {
  await using stage = await Stage.begin()
  const { server, alice, carol } = stage
  const change = (body: Frame) => server.ok(`POST ${PATH}`, body)
  await stage.reaches('added', () => change({ add_members: ['sam'] }), {
    ...toWatchersAndHooks('member.added'),
    stranger: 'notification.added_to_channel',
  })
  await stage.reaches(
    'promoted',
    () => change({ add_moderators: ['sam'] }),
    toWatchersAndHooks('member.updated'),
  )
  await stage.reaches(
    'demoted',
    () => change({ demote_moderators: ['sam'] }),
    toWatchersAndHooks('member.updated'),
  )
  const custom = () => server.ok(`PATCH ${PATH}/member/sam`, { set: { color: 'red' } })
  await stage.reaches('custom data', custom, toWatchersAndHooks('member.updated'))
  await stage.reaches('removed', () => change({ remove_members: ['sam'] }), {
    ...toWatchersAndHooks('member.removed'),
    stranger: 'notification.removed_from_channel',
  })
  await stage.reaches('invited', () => change({ invites: ['sam'] }), {
    ...toWatchersAndHooks('member.added'),
    stranger: 'notification.invited',
  })
  await stage.reaches('declined', () => stage.stranger.ok(`POST ${PATH}`, { reject_invite: true }), {
    ...toWatchersAndHooks('member.updated'),
    stranger: 'notification.invite_rejected',
  })
  await change({ remove_members: ['sam'] })
  await change({ invites: ['sam'] })
  await stage.heard()
  await stage.reaches('accepted', () => stage.stranger.ok(`POST ${PATH}`, { accept_invite: true }), {
    ...toWatchersAndHooks('member.updated'),
    stranger: 'notification.invite_accepted',
  })
  await stage.reaches(
    'archived',
    () => alice.ok(`PATCH ${PATH}/member/alice`, { set: { archived: true } }),
    toWatchersAndHooks('member.updated'),
  )
  const watch = (person: Person, how: string) => () =>
    how === 'start'
      ? person.ok(`POST ${PATH}/query`, { watch: true }, connectionOf(person))
      : person.ok(`POST ${PATH}/stop-watching`, {}, connectionOf(person))
  await stage.reaches('watching', watch(carol, 'start'), {
    ...toWatchers('user.watching.start'),
    member: 'user.watching.start',
  })
  await stage.reaches('not watching', watch(carol, 'stop'), toWatchers('user.watching.stop'))
})

test('a channel', async () => {
  await using stage = await Stage.begin()
  const { server, alice } = stage
  const create = () =>
    alice.ok('POST /channels/messaging/nook/query', { data: { members: ['alice', 'carol'] } })
  await stage.reaches('created', create, {
    ...toOwn('notification.added_to_channel'),
    member: 'notification.added_to_channel',
    hook: 'channel.created',
  })
  const updated = toWatchersAndHooks('channel.updated')
  await stage.reaches('updated', () => alice.ok(`PATCH ${PATH}`, { set: { name: 'Hall' } }), updated)
  await stage.reaches('frozen', () => server.ok(`PATCH ${PATH}`, { set: { frozen: true } }), updated)
  await stage.reaches('thawed', () => server.ok(`PATCH ${PATH}`, { set: { frozen: false } }), updated)
  await stage.reaches('hidden', () => alice.ok(`POST ${PATH}/hide`, {}), toOwnAndHooks('channel.hidden'))
  await stage.reaches('shown', () => alice.ok(`POST ${PATH}/show`, {}), toOwn('channel.visible'))
  const mute = (un: string) => alice.ok(`POST /moderation/${un}mute/channel`, { channel_cid: HALL })
  const muted = toOwn('notification.channel_mutes_updated')
  await stage.reaches('muted', () => mute(''), { ...muted, hook: 'channel.muted' })
  await stage.reaches('unmuted', () => mute('un'), { ...muted, hook: 'channel.unmuted' })
  await stage.reaches('truncated', () => alice.ok(`POST ${PATH}/truncate`, {}), {
    ...toWatchersAndHooks('channel.truncated'),
    phone: 'notification.channel_truncated',
    member: 'notification.channel_truncated',
  })
  const batch = async () =>
    settled(
      server,
      (
        await server.ok('PUT /channels/batch', {
          operation: 'updateData',
          filter: { cids: { $in: [HALL] } },
          data: { frozen: true },
        })
      ).task_id,
    )
  await stage.reaches('in a batch', batch, {
    ...updated,
    hook: 'channel_batch_update.started channel.updated channel_batch_update.completed',
  })
  await stage.reaches('deleted', () => alice.ok(`DELETE ${PATH}`), {
    ...toWatchersAndHooks('channel.deleted'),
    phone: 'notification.channel_deleted',
    member: 'notification.channel_deleted',
  })
})

test('a poll', async () => {
  await using stage = await Stage.begin()
  const { server } = stage
  const made = await server.ok('POST /polls', {
    user_id: 'alice',
    name: 'Lunch?',
    enforce_unique_vote: true,
    options: [{ text: 'a' }, { text: 'b' }],
  })
  const poll = made.poll as { id: string; options: { id: string }[] }
  const sent = await server.ok(`POST ${PATH}/message`, { message: { user_id: 'alice', poll_id: poll.id } })
  const { id } = sent.message as Frame
  await stage.heard()
  let vote: Frame = {}
  const cast = (n: number) => async () => {
    const body = { vote: { option_id: poll.options[n]?.id } }
    vote = (await server.ok(`POST /messages/${id}/polls/${poll.id}/vote`, { ...body, user_id: 'bob' }))
      .vote as Frame
  }
  await stage.reaches('voted', cast(0), toWatchers('poll.vote_casted'))
  await stage.reaches('voted anew', cast(1), toWatchers('poll.vote_changed'))
  await stage.reaches(
    'taken back',
    () => server.ok(`DELETE /messages/${id}/polls/${poll.id}/vote/${vote.id}?user_id=bob`),
    toWatchers('poll.vote_removed'),
  )
  const change = (set: Frame) => () => server.ok(`PATCH /polls/${poll.id}`, { set, user_id: 'alice' })
  await stage.reaches('renamed', change({ name: 'Dinner?' }), toWatchers('poll.updated'))
  await stage.reaches('closed', change({ is_closed: true }), toWatchers('poll.closed'))
  await stage.reaches(
    'deleted',
    () => server.ok(`DELETE /polls/${poll.id}?user_id=alice`),
    toWatchers('poll.deleted'),
  )
})

test('what is one’s own', async () => {
  await using stage = await Stage.begin()
  const { server, alice, bob } = stage
  const { id } = await bob.send(HALL, 'hi')
  await stage.heard()
  await stage.reaches(
    'drafted',
    () => alice.ok(`POST ${PATH}/draft`, { message: { text: 'h' } }),
    toOwn('draft.updated'),
  )
  await stage.reaches('dropped', () => alice.ok(`DELETE ${PATH}/draft`), toOwn('draft.deleted'))
  const remindAt = (ms: number) => ({ remind_at: new Date(Date.now() + ms).toISOString() })
  const remind = (method: string, body?: Frame) => () => alice.ok(`${method} /messages/${id}/reminders`, body)
  await stage.reaches('to remember', remind('POST', remindAt(60_000)), toOwnAndHooks('reminder.created'))
  await stage.reaches('later', remind('PATCH', remindAt(90_000)), toOwnAndHooks('reminder.updated'))
  await stage.reaches(
    'soon',
    remind('PATCH', remindAt(1)),
    toOwnAndHooks('reminder.updated notification.reminder_due'),
  )
  await stage.reaches('forgotten', remind('DELETE'), toOwnAndHooks('reminder.deleted'))
  const custom = () => server.ok('POST /users/alice/event', { event: { type: 'party' } })
  await stage.reaches('a custom event', custom, toOwnAndHooks('party'))
  const mute = (un: string) => alice.ok(`POST /moderation/${un}mute`, { target_id: 'oscar' })
  const muted = toOwn('notification.mutes_updated')
  await stage.reaches('muted', () => mute(''), { ...muted, hook: 'user.muted' })
  await stage.reaches('unmuted', () => mute('un'), { ...muted, hook: 'user.unmuted' })
})

test('users', async () => {
  await using stage = await Stage.begin()
  const { server, bob } = stage
  const updated = (type: string): Heard => ({ ...toOwnAndHooks(type), stranger: type })
  const rename = () => server.ok('PATCH /users', { users: [{ id: 'alice', set: { name: 'Al' } }] })
  await stage.reaches('renamed', rename, updated('user.updated'))
  await stage.reaches('flagged', () => bob.ok('POST /moderation/flag', { target_user_id: 'alice' }), {
    hook: 'user.flagged',
  })
  const ban = { target_user_id: 'alice', banned_by_id: 'bob' }
  const scope = { type: 'messaging', id: 'hall' }
  await stage.reaches('banned', () => server.ok('POST /moderation/ban', ban), {
    ...toOwn('user.updated user.banned'),
    stranger: 'user.updated',
    hook: 'user.banned',
  })
  const lift = (query: Record<string, string> = {}) =>
    server.ok('DELETE /moderation/ban', undefined, { query: { target_user_id: 'alice', ...query } })
  await stage.reaches('unbanned', () => lift(), {
    ...toOwn('user.updated user.unbanned'),
    stranger: 'user.updated',
    hook: 'user.unbanned',
  })
  const inHall = (type: string): Heard => ({
    desk: `member.updated ${type}`,
    phone: type,
    watcher: 'member.updated',
    hook: `member.updated ${type}`,
  })
  await stage.reaches(
    'banned in the hall',
    () => server.ok('POST /moderation/ban', { ...ban, ...scope }),
    inHall('user.banned'),
  )
  await stage.reaches('unbanned there', () => lift(scope), inHall('user.unbanned'))
  await stage.reaches('shadow banned', () => server.ok('POST /moderation/ban', { ...ban, shadow: true }), {
    hook: 'user.banned',
  })
  await stage.reaches('no longer', () => lift(), { hook: 'user.unbanned' })
  const dave = await server.connected('dave')
  await stage.reaches('came', async () => {}, { stranger: 'user.presence.changed' })
  await stage.reaches('went', () => dave.disconnect(), { stranger: 'user.presence.changed' })
  await stage.reaches('deactivated', () => server.ok('POST /users/dave/deactivate', {}), {
    stranger: 'user.updated',
    hook: 'user.deactivated',
  })
  await stage.reaches('reactivated', () => server.ok('POST /users/dave/reactivate', {}), {
    stranger: 'user.updated',
    hook: 'user.reactivated',
  })
  const drop = async () =>
    settled(server, (await server.ok('POST /users/delete', { user_ids: ['dave'], user: 'soft' })).task_id)
  await stage.reaches('deleted', drop, { stranger: 'user.deleted', hook: 'user.deleted' })
  await stage.reaches('restored', () => server.ok('POST /users/restore', { user_ids: ['dave'] }), {
    stranger: 'user.updated',
    hook: 'user.updated',
  })
  const prefer = { preferences: [{ user_id: 'alice', chat_level: 'none' }] }
  await stage.reaches('prefers no pushes', () => server.ok('POST /push_preferences', prefer), {})
  await stage.alice.send(HALL, 'spam')
  await stage.heard()
  const clean = { ...ban, ...scope, delete_messages: 'soft' }
  const gone = 'user.messages.deleted'
  await stage.reaches('banned with messages', () => server.ok('POST /moderation/ban', clean), {
    desk: `member.updated user.banned ${gone}`,
    phone: `user.banned ${gone}`,
    watcher: `member.updated ${gone}`,
    hook: `member.updated user.banned ${gone}`,
  })
})

test('exports', async () => {
  await using stage = await Stage.begin()
  const { server } = stage
  const start = (path: string, body: Frame) => async () =>
    settled(server, (await server.ok(`POST /${path}`, body)).task_id)
  const channels = { channels: [{ type: 'messaging', id: 'hall' }] }
  await stage.reaches('of channels', start('export_channels', channels), { hook: 'export.channels.success' })
  await stage.reaches('of users', start('export/users', { user_ids: ['alice'] }), {
    hook: 'export.users.success',
  })
})

test('who left, or was left out, hears of no replies', async () => {
  await using stage = await Stage.begin()
  const { server, alice, bob, carol } = stage
  const { id } = await alice.send(HALL, 'a question')
  await carol.send(HALL, 'an answer', { parent_id: id })
  await server.ok(`POST ${PATH}`, { remove_members: ['carol'] })
  await stage.heard()
  const reply = () => bob.send(HALL, 'another one', { parent_id: id })
  const heard = toWatchersAndHooks('message.new message.updated')
  await stage.reaches('to one less', reply, { ...heard, phone: 'notification.thread_message_new' })
  await alice.ok('POST /users/block', { blocked_user_id: 'bob' })
  await stage.heard()
  await stage.reaches('of somebody blocked', reply, {
    watcher: 'message.new message.updated',
    hook: 'message.new message.updated',
  })
})
