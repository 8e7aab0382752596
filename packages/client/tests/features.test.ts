import { describe, expect, test } from 'bun:test'
import { eventually, startServer } from '@parley/testkit'
import { failure, next } from './listen.ts'
import { arrive, backendOf, until } from './people.ts'

/** Every area once, with the documented names, against a real server. */
describe('a client', () => {
  test('reacts, queries reactions, and searches', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const { message } = await ship.sendMessage({ text: 'good news everyone' })
    await ship.sendReaction(message.id, { type: 'love', score: 3, why: 'news' })
    await ship.sendReaction(message.id, { type: 'clap' })
    const { reactions } = await ship.getReactions(message.id, { limit: 1, offset: 1 })
    expect(reactions).toMatchObject([{ type: 'love', score: 3, why: 'news' }])
    const loves = await fry.queryReactions(message.id, { type: 'love' }, [
      { field: 'created_at', direction: 1 },
    ])
    expect(loves.reactions.length).toBe(1)
    expect((await ship.search('news')).results[0]?.message.id).toBe(message.id)
    const found = await fry.search(
      { members: { $in: ['fry'] } },
      { text: { $autocomplete: 'every' } },
      { limit: 5 },
    )
    expect(found.results.map(result => result.message.id)).toEqual([message.id])
    await fry.pinMessage(message.id, 60)
    expect((await ship.getPinnedMessages()).messages.map(({ id }) => id)).toEqual([message.id])
    expect((await ship.getMessagesById([message.id])).messages.length).toBe(1)
    expect((await fry.getMessage(message.id)).message.pinned).toBe(true)
    expect((await failure(fry.translateMessage(message.id, 'de'))).code).toBe(4)
    await fry.disconnectUser()
  })

  test('hides, mutes, empties and deletes its channel, and invites to it', async () => {
    await using server = await startServer()
    const leela = await arrive(server, 'leela')
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    await ship.mute()
    await until(fry, 'the mute is known', () => ship.muteStatus().muted)
    await ship.unmute()
    await until(fry, 'nor is it any more', () => !ship.muteStatus().muted)
    await ship.hide()
    expect(ship.data?.hidden).toBe(true)
    expect((await fry.queryChannels({ members: { $in: ['fry'] } })).length).toBe(0)
    await ship.show()
    await ship.pin()
    expect(ship.state.membership?.pinned_at).toBeString()
    await ship.unpin()
    await ship.archive()
    expect(ship.state.membership?.archived_at).toBeString()
    await ship.unarchive()
    await backendOf(server).channel('messaging', 'ship').enableSlowMode(10)
    await until(fry, 'it is slow', () => ship.data?.cooldown === 10)
    await backendOf(server).channel('messaging', 'ship').disableSlowMode()

    const invited = next(leela, 'notification.invited')
    await ship.inviteMembers(['leela'])
    await invited
    await leela.channel('messaging', 'ship').acceptInvite()
    await until(fry, 'she came', () => ship.state.members.leela?.invite_accepted_at !== undefined)
    await ship.removeMembers(['leela'])
    expect((await ship.queryMembers()).members.map(({ user_id }) => user_id)).toEqual(['fry'])
    await ship.sendMessage({ text: 'old' })
    await backendOf(server).as('fry').channel('messaging', 'ship').truncate()
    await until(fry, 'it is empty', () => ship.state.messages.length === 0)
    const deleted = next(fry, 'channel.deleted')
    await backendOf(server).channel('messaging', 'ship').delete()
    await deleted
    expect(ship.data?.deleted_at).toBeString()
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('mutes and flags people; moderators ban them', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'zapp' }, { id: 'leela' })
    const backend = backendOf(server)
    await backend
      .channel('messaging', 'ship', { created_by_id: 'leela', members: ['leela', 'zapp'] })
      .create()
    await backend.channel('messaging', 'ship').addModerators(['leela'])
    const leela = await arrive(server, 'leela')
    const ship = leela.channel('messaging', 'ship')
    await ship.watch()
    const { mute } = await leela.muteUser('zapp', { timeout: 10 })
    expect(mute?.target.id).toBe('zapp')
    expect(leela.userMuteStatus('zapp')).toBe(true)
    await leela.unmuteUser('zapp')
    expect(leela.userMuteStatus('zapp')).toBe(false)
    await ship.banUser('zapp', { reason: 'rude', timeout: 5 })
    const { bans } = await leela.queryBannedUsers({ channel_cid: 'messaging:ship' })
    expect(bans.map(ban => [ban.user.id, ban.reason])).toEqual([['zapp', 'rude']])
    await ship.unbanUser('zapp')
    await ship.shadowBan('zapp')
    await ship.removeShadowBan('zapp')
    expect((await leela.queryFutureChannelBans()).bans).toEqual([])
    await leela.disconnectUser()
  })

  test('knows what bans and roles take away and give', async () => {
    await using server = await startServer()
    const parley = backendOf(server)
    await parley.upsertUser({ id: 'leela' })
    const show = parley.channel('livestream', 'show', { created_by_id: 'leela' })
    await show.create()
    const zapp = await arrive(server, 'zapp')
    const live = zapp.channel('livestream', 'show')
    const own = zapp.channel('messaging', 'bridge', { members: ['zapp', 'leela'] })
    await Promise.all([live.watch(), own.watch()])
    const mayWrite = ({ state }: typeof live) =>
      state.channel?.own_capabilities?.includes('create-message') === true
    expect([mayWrite(live), mayWrite(own)]).toEqual([true, true])
    for (const channel of [live, own]) {
      const backend = parley.channel(channel.type, channel.id ?? '')
      await backend.banUser('zapp')
      await until(zapp, 'what is left is known', () => !mayWrite(channel))
      await backend.unbanUser('zapp')
      await until(zapp, 'all is back', () => mayWrite(channel))
    }
    await parley.banUser('zapp')
    await until(zapp, 'nothing can be written', () => !mayWrite(live) && !mayWrite(own))
    await parley.unbanUser('zapp')
    await until(zapp, 'everything is back', () => mayWrite(live) && mayWrite(own))
    const mayBan = () => live.state.channel?.own_capabilities?.includes('ban-channel-member') === true
    expect(mayBan()).toBe(false)
    await parley.partialUpdateUser({ id: 'zapp', set: { role: 'moderator' } })
    await until(zapp, 'a moderator may ban', mayBan)
    await zapp.disconnectUser()
  })

  test('flags, and says what is to be pushed', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'zapp' })
    const parley = backendOf(server)
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry', 'zapp'] })
    await ship.watch()
    const { message } = await parley.as('zapp').channel('messaging', 'ship').sendMessage({ text: 'rude' })
    const { flag } = await fry.flagMessage(message.id, { reason: 'rude', custom: { how: 'very' } })
    expect(flag).toMatchObject({ target_message_id: message.id, reason: 'rude' })
    await fry.flagUser('zapp')
    await fry.unflagUser('zapp')
    expect((await parley.queryMessageFlags({ channel_cid: 'messaging:ship' })).flags.length).toBe(1)
    const { flag_reports } = await parley.queryFlagReports({ message_id: message.id })
    const [report] = flag_reports
    const { flag_report } = await parley.as('fry').reviewFlagReport(report?.id ?? '', 'approved')
    expect(flag_report.review_result).toBe('approved')

    await fry.addDevice({ id: 'token-1', push_provider: 'firebase' })
    const { user_preferences } = await fry.setPushPreferences([{ chat_level: 'mentions' }])
    expect(user_preferences.fry?.chat_level).toBe('mentions')
    await fry.disconnectUser()
  })

  test('is shown what a command answers, alone', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'zapp' })
    const parley = backendOf(server)
    const { grants } = await parley.getChannelType('messaging')
    await parley.updateChannelType('messaging', {
      commands: ['mute'],
      grants: { channel_member: [...(grants.channel_member ?? []), 'mute-user'] },
    })
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry', 'zapp'] })
    await ship.watch()
    const { message } = await ship.sendMessage({ text: '/mute @zapp' })
    expect(message).toMatchObject({ type: 'ephemeral', text: 'zapp is muted' })
    expect(ship.state.messages.map(({ id }) => id)).toEqual([message.id])
    await ship.watch()
    expect(ship.state.messages).toEqual([])
    await fry.disconnectUser()
  })

  test('makes polls and votes', async () => {
    await using server = await startServer()
    const backend = backendOf(server)
    const { app } = await backend.getAppSettings()
    const mayAll = [
      'create-poll',
      'update-poll-owner',
      'close-poll-owner',
      'delete-poll-owner',
      'query-polls-owner',
    ]
    await backend.updateAppSettings({ grants: { user: [...(app.grants.user ?? []), ...mayAll] } })
    const { grants } = await backend.getChannelType('messaging')
    const channel_member = [...(grants.channel_member ?? []), 'send-poll', 'cast-vote', 'query-votes']
    await backend.updateChannelType('messaging', { polls: true, grants: { channel_member } })
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const { poll } = await fry.createPoll({
      name: 'Lunch?',
      voting_visibility: 'anonymous',
      allow_answers: true,
      options: [{ text: 'Pizza' }],
    })
    const { message } = await ship.sendMessage({ text: 'vote', poll_id: poll.id })
    const option_id = poll.options[0]?.id ?? ''
    const { vote } = await fry.castPollVote(message.id, poll.id, { option_id })
    await until(fry, 'it is counted', () => ship.state.messages[0]?.poll?.vote_count === 1)
    expect(ship.state.messages[0]?.poll?.own_votes.map(({ id }) => id)).toEqual([vote.id])
    await fry.addPollAnswer(message.id, poll.id, 'Slurm')
    expect((await fry.queryPollAnswers(poll.id)).votes.map(({ answer_text }) => answer_text)).toEqual([
      'Slurm',
    ])
    await fry.removePollVote(message.id, poll.id, vote.id)
    const { poll_option } = await fry.createPollOption(poll.id, { text: 'Popplers' })
    await fry.updatePollOption(poll.id, { id: poll_option.id, text: 'No popplers' })
    expect((await fry.getPollOption(poll.id, poll_option.id)).poll_option.text).toBe('No popplers')
    await fry.deletePollOption(poll.id, poll_option.id)
    await fry.updatePoll({ id: poll.id, name: 'Dinner?', voting_visibility: 'anonymous' })
    expect((await fry.queryPolls({ name: 'Dinner?' })).polls.length).toBe(1)
    await fry.closePoll(poll.id)
    expect((await fry.getPoll(poll.id)).poll.is_closed).toBe(true)
    await fry.deletePoll(poll.id)
    await until(fry, 'the poll is gone', () => ship.state.messages[0]?.poll === undefined)
    await fry.disconnectUser()
  })

  test('keeps drafts and reminders, shares where it is, and reads threads', async () => {
    await using server = await startServer()
    await backendOf(server).updateChannelType('messaging', {
      user_message_reminders: true,
      shared_locations: true,
    })
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const ship = fry.channel('messaging', 'ship', { members: ['fry', 'leela'] })
    await ship.watch()
    const { message } = await ship.sendMessage({ text: 'parent' })
    await ship.createDraft({ text: 'dra' })
    await ship.createDraft({ text: 'reply', parent_id: message.id })
    expect((await ship.getDraft()).draft.message.text).toBe('dra')
    expect((await fry.queryDrafts()).drafts.length).toBe(2)
    await ship.deleteDraft({ parent_id: message.id })
    expect((await failure(ship.getDraft({ parent_id: message.id }))).code).toBe(16)

    const remind_at = new Date(Date.now() + 3_600_000).toISOString()
    const { reminder } = await fry.createReminder(message.id, { remind_at })
    expect(reminder.message_id).toBe(message.id)
    expect((await fry.queryReminders({ filter: { message_id: message.id } })).reminders.length).toBe(1)

    await ship.sendSharedLocation({ latitude: 1, longitude: 2, end_at: remind_at }, { text: 'here' })
    expect((await fry.getSharedLocations()).active_live_locations.length).toBe(1)

    const hers = leela.channel('messaging', 'ship')
    await hers.create()
    const told = next(fry, 'message.new')
    await hers.sendMessage({ text: 'reply', parent_id: message.id })
    await told
    const { threads } = await fry.queryThreads()
    expect(threads.map(({ id }) => id)).toEqual([message.id])
    const [thread] = threads
    expect(thread?.state.read?.unread_messages).toBe(1)
    await thread?.markRead()
    await until(fry, 'it is read', () => thread?.state.read?.unread_messages === 0)
    await thread?.reload()
    await thread?.loadOlder()
    expect(thread?.state.replies.map(({ text }) => text)).toEqual(['reply'])
    const list = fry.threads()
    await list.reload({ filter: { channel_cid: 'messaging:ship' }, limit: 1 })
    await list.loadNextPage()
    expect(list.state).toMatchObject({ threads: [{ id: message.id }], hasNext: false, unseenThreadIds: [] })
    list.end()
    await fry.partialUpdateThread(message.id, { set: { title: 'Parents' } })
    await until(fry, 'the title is known', () => thread?.state.title === 'Parents')
    await fry.markChannelsDelivered({
      latest_delivered_messages: [{ cid: 'messaging:ship', id: message.id }],
    })
    await ship.markUnread({ message_id: message.id })
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('uploads files and pictures of every kind, and tells how far it is', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.create()
    const told: number[] = []
    const text = new TextEncoder().encode('hello')
    const uploads = [
      ship.sendFile(new File(['hello'], 'note.txt', { type: 'text/plain' }), {
        onProgress: done => told.push(done),
      }),
      ship.sendFile(text, { name: 'bytes.txt' }),
      ship.sendFile(new Blob([text]).stream(), { name: 'stream.txt', type: 'text/plain' }),
      fry.uploadFile(new Blob(['hello']), { name: 'blob.txt' }),
    ]
    const files = (await Promise.all(uploads)).map(({ file }) => file)
    for (const [index, name] of ['note.txt', 'bytes.txt', 'stream.txt', 'blob.txt'].entries()) {
      expect(files[index]).toContain(name)
      expect(await (await fetch(files[index] ?? '')).text()).toBe('hello')
    }
    expect(told.at(-1)).toBe(1)
    const pixel = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const image = await ship.sendImage(new File([pixel], 'dot.png', { type: 'image/png' }))
    await ship.sendMessage({ text: 'look', attachments: [{ type: 'image', image_url: image.file }] })
    await ship.deleteImage(image.file)
    await ship.deleteFile(files[0] ?? '')
    await fry.deleteFile(files[3] ?? '')
    await fry.disconnectUser()
  })
})

describe('a backend', () => {
  test("does in a user's name what the user could do", async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'leela' })
    const parley = backendOf(server)
    const fry = parley.as('fry')
    const ship = fry.channel('messaging', 'ship', { members: ['leela'] })
    const { channel } = await ship.create()
    expect(channel.created_by?.id).toBe('fry')
    const { message } = await ship.sendMessage({ text: 'hi' })
    expect(message.user_id).toBe('fry')
    const { reaction } = await parley
      .as('leela')
      .channel('messaging', 'ship')
      .sendReaction(message.id, { type: 'wow' })
    expect(reaction.user_id).toBe('leela')
    expect((await fry.getUnreadCount()).total_unread_count).toBe(0)
    expect((await parley.as('leela').getUnreadCount()).total_unread_count).toBe(1)
    await parley.as('leela').channel('messaging', 'ship').markRead()
    await parley.as('leela').markAllRead()
    await fry.blockUser('leela')
    expect((await fry.getBlockedUsers()).blocks.length).toBe(1)
    await fry.unBlockUser('leela')
    expect((await fry.queryChannels({ members: { $in: ['leela'] } })).length).toBe(1)
    await ship.hide().catch(error => expect(error.code).toBe(17))
    const { mute } = await fry.muteUser('leela')
    expect(mute?.user.id).toBe('fry')
    const { channel_member } = await parley.as('leela').channel('messaging', 'ship').pin()
    expect(channel_member.pinned_at).toBeString()
    expect((await failure(parley.channel('messaging', 'ship').pin())).message).toContain('userId')
    const { file } = await ship.sendFile(new Blob(['x']), { name: 'x.txt' })
    expect(file).toContain('x.txt')
    await fry.updateMessage({ id: message.id, text: 'ho' })
    await fry.deleteMessage(message.id)
    await parley.undeleteMessage(message.id, 'leela')
    const { message_history } = await parley.queryMessageHistory({ message_id: message.id })
    expect(message_history.map(({ text }) => text)).toContain('hi')
  })

  test('keeps types, words, commands, roles and permissions', async () => {
    await using server = await startServer()
    const parley = backendOf(server)
    await parley.createChannelType({ name: 'crew', typing_events: false })
    expect((await parley.getChannelType('crew')).typing_events).toBe(false)
    await parley.updateChannelType('crew', { typing_events: true })
    expect(Object.keys((await parley.listChannelTypes()).channel_types)).toContain('crew')
    await parley.deleteChannelType('crew')

    await parley.createBlockList({ name: 'rude', words: ['frak'] })
    await parley.updateBlockList('rude', { words: ['frak', 'smeg'] })
    expect((await parley.getBlockList('rude')).blocklist.words).toEqual(['frak', 'smeg'])
    expect((await parley.listBlockLists()).blocklists.map(({ name }) => name)).toContain('rude')
    await parley.deleteBlockList('rude')

    await parley.createCommand({ name: 'order', description: 'Order something', args: '[what]' })
    await parley.updateCommand('order', { description: 'Order food' })
    expect((await parley.getCommand('order')).description).toBe('Order food')
    expect((await parley.listCommands()).commands.map(({ name }) => name)).toContain('order')
    await parley.deleteCommand('order')

    await parley.createRole('captain')
    expect((await parley.listRoles()).roles.map(({ name }) => name)).toContain('captain')
    await parley.deleteRole('captain')
    await parley.createPermission({ id: 'fly', name: 'Fly', action: 'CreateMessage' })
    expect((await parley.getPermission('fly')).permission.custom).toBe(true)
    await parley.updatePermission('fly', { name: 'Fly a ship', action: 'CreateMessage' })
    expect((await parley.listPermissions()).permissions.length).toBeGreaterThan(10)
    await parley.deletePermission('fly')
  })

  test('imports, and deletes people', async () => {
    await using server = await startServer()
    const parley = backendOf(server)
    const { path, upload_url } = await parley.createImportURL('people.jsonl')
    const line = JSON.stringify({ type: 'user', data: { id: 'amy', role: 'user', name: 'Amy' } })
    expect((await fetch(upload_url, { method: 'PUT', body: line })).status).toBe(200)
    const { import_task } = await parley.createImport(path)
    await eventually(async () => {
      const { import_task: now } = await parley.getImport(import_task.id)
      return now.state === 'completed'
    }, 'the import is done')
    expect((await parley.listImports()).import_tasks.length).toBe(1)
    expect((await parley.queryUsers({ id: 'amy' })).users.map(({ name }) => name)).toEqual(['Amy'])
    await parley.deactivateUser('amy')
    await parley.reactivateUser('amy')
    expect((await parley.exportUser('amy')).user.id).toBe('amy')
    const { task_id } = await parley.deleteUsers(['amy'], { user: 'soft' })
    const { result } = await parley.waitForTask(task_id, { everyMs: 20 })
    expect(result).toEqual({ amy: { status: 'ok' } })
    await parley.restoreUsers(['amy'])
    expect((await parley.getUsage()).monthly_active_users.length).toBe(1)
  })

  test('deletes and exports in the background, and waits for that', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'fry' })
    const parley = backendOf(server)
    const ship = parley.as('fry').channel('messaging', 'ship')
    await ship.create()
    await ship.sendMessage({ text: 'hi' })
    const everyMs = 20
    const exported = await parley.exportChannels({ channels: [{ cid: 'messaging:ship' }] })
    expect((await parley.waitForTask(exported.task_id, { everyMs })).result).toHaveProperty('url')
    expect((await parley.getExportChannelStatus(exported.task_id)).status).toBe('completed')
    const batch = await parley.updateChannelsBatch({
      operation: 'updateData',
      filter: { cids: { $in: ['messaging:ship'] } },
      data: { frozen: true },
    })
    expect((await parley.waitForTask(batch.task_id, { everyMs })).result).toMatchObject({
      success_channels_count: 1,
    })
    const deleted = await parley.deleteChannels(['messaging:ship'], { hard_delete: true })
    expect((await parley.waitForTask(deleted.task_id, { everyMs })).result).toEqual({
      'messaging:ship': { status: 'ok' },
    })
    expect((await parley.queryTeamUsageStats()).teams).toEqual([])
    expect((await parley.getRateLimits()).server_side).toBeDefined()
    expect((await parley.getUnreadCountBatch(['fry'])).counts_by_user.fry).toBeDefined()
    expect((await parley.listHooks()).hooks).toEqual([])
    expect((await parley.listDeadLetters()).dead_letters).toEqual([])
  })
})
