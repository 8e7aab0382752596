import { describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import type { Channel, ChatClient } from '../src/index.ts'
import type { ChannelTypeSettings, ServerClient } from '../src/server/index.ts'
import { Law } from './law.ts'
import { next } from './listen.ts'
import { arrive, backendOf, Cable, clientOf } from './people.ts'

/** Fry and Leela on a ship, both watching, and the law. */
interface Ship extends AsyncDisposable {
  server: TestServer
  backend: ServerClient
  law: Law
  fry: ChatClient
  leela: ChatClient
  frys: Channel
  leelas: Channel
}

async function launch(settings: Partial<ChannelTypeSettings> = {}): Promise<Ship> {
  const type = 'messaging'
  const server = await startServer()
  await backendOf(server).updateChannelType(type, settings)
  const fry = await arrive(server, 'fry')
  const leela = await arrive(server, 'leela')
  const frys = fry.channel(type, 'ship', { members: ['fry', 'leela'], name: 'Ship' })
  await frys.watch()
  const leelas = leela.channel(type, 'ship')
  await leelas.watch()
  const law = await Law.of(server, `${type}:ship`, fry, leela)
  const end = async () => {
    await law[Symbol.asyncDispose]()
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
    await server[Symbol.asyncDispose]()
  }
  return { server, backend: backendOf(server), law, fry, leela, frys, leelas, [Symbol.asyncDispose]: end }
}

describe('the state that events keep is the state that a query shows', () => {
  test('of messages', async () => {
    await using ship = await launch()
    const { law, fry, leela, frys, leelas } = ship
    const { message } = await law.after('sent', () => frys.sendMessage({ text: '*hi*', planet: 'Earth' }))
    await law.after('sent back', () => leelas.sendMessage({ text: 'yes?', quoted_message_id: message.id }))
    await law.after('silent', () => leelas.sendMessage({ text: 'psst', silent: true }))
    await law.after('mentioned', () => frys.sendMessage({ text: '@leela', mentioned_users: ['leela'] }))
    await law.after('edited', () => fry.partialUpdateMessage(message.id, { set: { text: 'ho', moon: 1 } }))
    await law.after('rewritten', () => fry.updateMessage({ id: message.id, text: 'again' }))
    await law.after('pinned', () => leela.pinMessage(message.id))
    await law.after('unpinned', () => leela.unpinMessage(message))
    await law.after('pinned for a while', () => leela.pinMessage(message.id, 3600))
    await law.after('deleted', () => fry.deleteMessage(message.id))
    const { message: other } = await law.after('another', () => frys.sendMessage({ text: 'other' }))
    await law.after('deleted for Leela', () => leela.deleteMessage(other.id, { delete_for_me: true }))
    await law.after('deleted for good', () => fry.deleteMessage(other.id, { hard: true }))
    await law.after('quoted gone', () => fry.deleteMessage(message.id, true))
    for (let n = 0; n < 3; n++) await law.after(`more ${n}`, () => leelas.sendMessage({ text: `${n}` }))
  }, 120_000)

  test('of threads', async () => {
    await using ship = await launch()
    const { law, fry, frys, leelas } = ship
    const { message } = await law.after('parent', () => frys.sendMessage({ text: 'parent' }))
    const parent_id = message.id
    const { message: reply } = await law.after('reply', () => leelas.sendMessage({ text: 'r1', parent_id }))
    const thread = await ship.fry.getThread(parent_id, { reply_limit: 25 })
    await law.after('asked for', () => ship.leela.queryThreads({ reply_limit: 25 }))
    expect(thread.state).toMatchObject({ title: 'parent', reply_count: 1, replies: [{ text: 'r1' }] })
    await law.after('own reply', () => frys.sendMessage({ text: 'r2', parent_id }))
    await law.after('shown', () => leelas.sendMessage({ text: 'r3', parent_id, show_in_channel: true }))
    await law.after('edited', () => ship.leela.partialUpdateMessage(reply.id, { set: { text: 'R1' } }))
    await law.after('from the thread', () => thread.sendMessage({ text: 'r4' }))
    await law.after('somebody else', () =>
      ship.backend.as('amy').channel('messaging', 'ship').sendMessage({ text: 'r5', parent_id }),
    )
    await law.after('read', () => thread.markRead())
    await leelas.markUnread({ thread_id: parent_id })
    await law.holdsFor(ship.leela, 'unread')
    await law.after('read again', () => leelas.markRead({ thread_id: parent_id }))
    await law.after('named', () => thread.updatePartial({ set: { title: 'Parents', mood: 'fine' } }))
    await law.after('the parent', () => fry.partialUpdateMessage(parent_id, { set: { text: 'p' } }))
    await law.after('loved', () => leelas.sendReaction(reply.id, { type: 'love' }))
    await law.after('deleted', () => ship.leela.deleteMessage(reply.id))
    await law.after('gone', () => fry.deleteMessage(parent_id, { hard: true }))
  }, 120_000)

  test('of reactions', async () => {
    await using ship = await launch()
    const { law, frys, leelas } = ship
    const { message } = await law.after('sent', () => frys.sendMessage({ text: 'ice cream' }))
    const { id } = message
    await law.after('loved', () => leelas.sendReaction(id, { type: 'love', why: 'sweet' }))
    await law.after('loved more', () => leelas.sendReaction(id, { type: 'love', score: 5 }))
    await law.after('clapped', () => frys.sendReaction(id, { type: 'clap' }))
    await law.after('also clapped', () => leelas.sendReaction(id, { type: 'clap' }))
    await law.after('only wow', () => leelas.sendReaction(id, { type: 'wow' }, { enforce_unique: true }))
    await law.after('no wow', () => leelas.deleteReaction(id, 'wow'))
    await law.after('edited', () => ship.fry.partialUpdateMessage(id, { set: { text: 'gelato' } }))
  }, 120_000)

  test('of reading', async () => {
    await using ship = await launch()
    const { law, leela, frys, leelas } = ship
    const ids: string[] = []
    for (let n = 0; n < 4; n++)
      ids.push((await law.after(`m${n}`, () => frys.sendMessage({ text: `${n}` }))).message.id)
    await law.after('read up to', () => leelas.markRead({ message_id: ids[1] ?? '' }))
    await law.after('read', () => leelas.markRead())
    await leelas.markUnread({ message_id: ids[2] ?? '' })
    await law.holdsFor(leela, 'unread from')
    await ship.fry.deleteMessage(ids[3] ?? '')
    await law.holdsFor(leela, 'deleted unread')
    await law.after('all read', () => ship.leela.markAllRead())
    await law.after('deleted read', () => ship.fry.deleteMessage(ids[2] ?? '', { hard: true }))
  }, 120_000)

  test('of members and data', async () => {
    await using ship = await launch()
    const { law, frys, leelas, server } = ship
    const backend = ship.backend.channel('messaging', 'ship')
    await server.upsertUsers({ id: 'amy' }, { id: 'zoidberg', name: 'Dr. Zoidberg' })
    await law.after('added', () => backend.addMembers(['amy', { user_id: 'zoidberg', claws: 2 }]))
    await law.after('heard', () => frys.sendMessage({ text: 'hi' }))
    await law.after('promoted', () => backend.addModerators(['leela']))
    await law.after('demoted', () => backend.demoteModerators(['leela']))
    await law.after('own data', () => leelas.updateMemberPartial({ set: { eyes: 1 } }))
    await law.after('pinned', () => leelas.pin())
    await law.after('archived', () => leelas.archive())
    await law.after('neither', () => Promise.all([leelas.unpin(), leelas.unarchive()]))
    await law.after('removed', () =>
      backend.removeMembers(['amy'], { message: { text: 'bye', user_id: 'fry' } }),
    )
    await law.after('named', () => frys.updatePartial({ set: { name: 'Nimbus', engine: { dark: 1 } } }))
    await law.after('rewritten', () => frys.update({ name: 'Ship' }, { message: { text: 'renamed' } }))
    await law.after('slow', () => backend.enableSlowMode(1))
    await law.after('fast', () => backend.disableSlowMode())
    await law.after('frozen', () => backend.updatePartial({ set: { frozen: true } }))
    await law.after('thawed', () => backend.updatePartial({ set: { frozen: false } }))
    await law.after('fewer features', () =>
      backend.updatePartial({ set: { config_overrides: { replies: false } } }),
    )
    await law.after('muted', () => leelas.mute())
    await law.after('unheard', () => frys.sendMessage({ text: 'anybody?' }))
    await law.after('unmuted', () => leelas.unmute())
    await law.after('hidden', () => leelas.hide())
    await law.after('shown', () => leelas.show())
    await law.after('invited', () => backend.inviteMembers(['amy']))
    await law.after('truncated', () => backend.truncate({ message: { text: 'empty', user_id: 'fry' } }))
    await law.after('hidden, cleared', () => leelas.hide({ clear_history: true }))
    await law.after('again', () => frys.sendMessage({ text: 'again' }))
  }, 120_000)

  test.each(['public', 'anonymous'] as const)(
    'of %s polls',
    async voting_visibility => {
      await using ship = await launch({ polls: true })
      const { law, fry, leela, frys, backend } = ship
      const parley = backend.as('fry')
      const { poll } = await parley.createPoll({
        name: 'Lunch?',
        voting_visibility,
        options: [{ text: 'Pizza' }, { text: 'Slurm' }],
      })
      const { message } = await law.after('sent', () =>
        parley.channel('messaging', 'ship').sendMessage({ text: 'vote', poll_id: poll.id }),
      )
      const [pizza, slurm] = poll.options
      const voted = await law.after('voted', () =>
        backend.as('leela').castPollVote(message.id, poll.id, { option_id: pizza?.id ?? '' }),
      )
      await law.after('voted, too', () =>
        parley.castPollVote(message.id, poll.id, { option_id: slurm?.id ?? '' }),
      )
      await law.after('taken back', () =>
        backend.as('leela').removePollVote(message.id, poll.id, voted.vote.id),
      )
      await law.after('renamed', () => parley.partialUpdatePoll(poll.id, { set: { name: 'Dinner?' } }))
      await law.after('another option', () => parley.createPollOption(poll.id, { text: 'Popplers' }))
      await law.after('edited', () => fry.partialUpdateMessage(message.id, { set: { text: 'vote!' } }))
      await law.after('quoted', () => frys.sendMessage({ text: 'here', quoted_message_id: message.id }))
      await law.after('closed', () => parley.closePoll(poll.id))
      await law.after('deleted', () => parley.deletePoll(poll.id))
      expect(leela.user?.id).toBe('leela')
    },
    120_000,
  )

  test('of drafts, reminders and locations', async () => {
    await using ship = await launch({ user_message_reminders: true, shared_locations: true })
    const { law, fry, leela, frys, leelas } = ship
    const { message } = await law.after('sent', () => frys.sendMessage({ text: 'later' }))
    await law.after('sent instead', () => leelas.sendMessage({ text: 'hm!' }))
    await law.after('draft', () => leelas.createDraft({ text: 'dra' }))
    await law.after('more of it', () => leelas.createDraft({ text: 'draft', mood: 'unsure' }))
    await law.after('none', () => leelas.deleteDraft())
    await law.after('another', () => leelas.createDraft({ text: 'hm' }))
    await law.after('sent instead', () => leelas.sendMessage({ text: 'hm!' }))
    await law.after('bookmark', () => leela.createReminder(message.id))
    const remind_at = new Date(Date.now() + 3_600_000).toISOString()
    await law.after('reminder', () => leela.updateReminder(message.id, { remind_at }))
    await law.after('edited', () => fry.partialUpdateMessage(message.id, { set: { text: 'sooner' } }))
    await law.after('forgotten', () => leela.deleteReminder(message.id))
    const here = { latitude: 1, longitude: 2, end_at: remind_at }
    const { message: where } = await law.after('here', () => frys.sendSharedLocation(here))
    await law.after('there', () => fry.updateLocation({ message_id: where.id, latitude: 3, longitude: 4 }))
    const end_at = new Date().toISOString()
    await law.after('nowhere', () => fry.updateLocation({ message_id: where.id, end_at }))
  }, 120_000)

  test('of who may write, and who is gone', async () => {
    await using ship = await launch()
    const { law, server, backend, frys, leelas, leela } = ship
    await server.upsertUsers({ id: 'zapp', name: 'Zapp' })
    const channel = backend.channel('messaging', 'ship')
    await law.after('joined', () => channel.addMembers(['zapp']))
    await law.after('said', () => channel.sendMessage({ text: 'Kif!', user_id: 'zapp' }))
    await law.after('banned', () => channel.banUser('zapp', { timeout: 5, reason: 'rude' }))
    await law.after('unbanned', () => channel.unbanUser('zapp'))
    await law.after('shadow', () => channel.shadowBan('zapp'))
    await law.after('unheard', () => channel.sendMessage({ text: 'unheard', user_id: 'zapp' }))
    await law.after('heard again', () => channel.removeShadowBan('zapp'))
    await law.after('restricted', () =>
      channel.sendMessage({ text: 'psst', user_id: 'fry', restricted_visibility: ['leela'] }),
    )
    await law.after('banned with all they wrote', () => channel.banUser('zapp', { delete_messages: 'hard' }))
    await law.after('said again', () => channel.sendMessage({ text: 'Kif?', user_id: 'fry' }))
    await law.after('answered', () => channel.sendMessage({ text: 'Sigh.', user_id: 'kif' }))
    await law.after('kept as deleted', () => channel.banUser('kif', { delete_messages: 'soft' }))
    await law.after('muted', () => leela.muteUser('fry'))
    await law.after('after it', () => frys.sendMessage({ text: 'muted' }))
    await law.after('answered', () => leelas.sendMessage({ text: 'what?' }))
  }, 120_000)

  test('of a guest who becomes a user', async () => {
    await using ship = await launch({ polls: true })
    const { law, server, backend, frys, leelas, fry, leela } = ship
    const guest = clientOf(server)
    const { me } = await guest.connectGuestUser('zoidberg', 'A guest')
    await server.upsertUsers({ id: 'zoidberg', name: 'Zoidberg' })
    const channel = backend.channel('messaging', 'ship')
    await law.after('joined', () => channel.addMembers([me.id, 'zoidberg']))
    const guests = guest.channel('messaging', 'ship')
    await guests.watch()
    const { message: lunch } = await law.after('said', () => guests.sendMessage({ text: 'Lunch?' }))
    await law.after('quoted', () => frys.sendMessage({ text: 'Yes', quoted_message_id: lunch.id }))
    await law.after('mentioned', () =>
      leelas.sendMessage({ text: 'And you two?', mentioned_users: [me.id, 'fry', 'zoidberg'] }),
    )
    await law.after('mentioned alone', () => frys.sendMessage({ text: 'You?', mentioned_users: [me.id] }))
    const { message: parent } = await law.after('parent', () => leelas.sendMessage({ text: 'Where?' }))
    await law.after('reply', () => guests.sendMessage({ text: 'Here', parent_id: parent.id }))
    await law.after('also', () =>
      channel.sendMessage({ text: 'There', parent_id: parent.id, user_id: 'zoidberg' }),
    )
    await law.after('own thread', () => frys.sendMessage({ text: 'When?', parent_id: lunch.id }))
    for (const id of [parent.id, lunch.id]) await leela.getThread(id, { reply_limit: 25 })
    await law.after('loved', () => guests.sendReaction(parent.id, { type: 'love' }))
    await law.after('pinned', () =>
      backend.as(me.id).partialUpdateMessage(parent.id, { set: { pinned: true } }),
    )
    const made = await backend
      .as(me.id)
      .createPoll({ name: 'What?', options: [{ text: 'a' }, { text: 'b' }] })
    const { poll } = made
    const { message: asked } = await law.after('asked', () =>
      channel.sendMessage({ text: '', poll_id: poll.id, user_id: 'fry' }),
    )
    for (const [at, id] of [me.id, 'zoidberg'].entries()) {
      const vote = { option_id: poll.options[at]?.id ?? '' }
      await law.after(`voted: ${id}`, () => backend.as(id).castPollVote(asked.id, poll.id, vote))
    }
    await law.after('read', () => guests.markRead())
    const token = server.token('zoidberg')
    await law.after('merged', () => guest.upgradeUser({ id: 'zoidberg' }, token, { merge: true }))
    for (const client of [fry, leela]) {
      const { state } = client.channel('messaging', 'ship')
      expect(JSON.stringify([state.messages, state.members, state.read, state.threadInfo])).not.toContain(
        me.id,
      )
    }
    await guest.disconnectUser()
  }, 120_000)

  test('of everything that happened during a loss', async () => {
    await using server = await startServer()
    const cable = new Cable()
    await server.upsertUsers({ id: 'amy' })
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela', cable.options)
    const frys = fry.channel('messaging', 'ship', { members: ['fry', 'leela'] })
    await frys.watch()
    const leelas = leela.channel('messaging', 'ship')
    await leelas.watch()
    await using law = await Law.of(server, 'messaging:ship', leela)
    const { message } = await law.after('sent', () => leelas.sendMessage({ text: 'one' }))
    await law.after('own reaction', () => leelas.sendReaction(message.id, { type: 'love' }))
    await cable.cut(leela)
    const backend = backendOf(server)
    const { message: two } = await frys.sendMessage({ text: 'two', quoted_message_id: message.id })
    await frys.sendReaction(message.id, { type: 'love' })
    await frys.sendMessage({ text: 'reply', parent_id: message.id })
    await backend.as('leela').channel('messaging', 'ship').sendReaction(two.id, { type: 'wow' })
    await fry.pinMessage(message)
    await fry.deleteMessage(two.id)
    await frys.sendMessage({ text: 'three' })
    await backend.channel('messaging', 'ship').addMembers(['amy'])
    await backend.channel('messaging', 'ship').updatePartial({ set: { name: 'Nimbus', frozen: true } })
    const recovered = next(leela, 'connection.recovered')
    cable.plug()
    await recovered
    await law.holdsFor(leela, 'back again')
    await fry.disconnectUser()
    await leela.disconnectUser()
  }, 120_000)
})
