import { describe, expect, test } from 'bun:test'
import type { ChatError, LocalMessage } from '@parley/client'
import { eventually, startServer, type TestServer } from '@parley/testkit'
import { TestApp } from './app'

describe('the open channel', () => {
  test('shows sends, edits, deletions, reactions and pins at once', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    const { channels } = alice
    const sending = channels.sendMessage('hello', [], [], undefined, undefined, { mood: 'good' })
    await alice.until('it is there', () => channels.activeChannelMessages().length === 1)
    const sent = await sending
    expect(sent).toMatchObject({ text: 'hello', status: 'received', mood: 'good' })
    const edited = await channels.updateMessage({ ...sent, text: 'Hello' })
    expect(edited).toMatchObject({ text: 'Hello', mood: 'good' })
    await channels.addReaction(sent.id, 'love')
    expect(last(alice)?.own_reactions).toHaveLength(1)
    await channels.removeReaction(sent.id, 'love')
    expect(last(alice)?.own_reactions).toEqual([])
    await channels.deleteMessage(sent)
    await alice.until('it is deleted', () => last(alice)?.type === 'deleted')
    expect(alice.notifications.notifications()).toEqual([])
  })

  test('quotes, mentions, answers in threads, and jumps to an answer', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    const { channels } = alice
    const bob = channels.activeChannelState()?.members.bob?.user
    const parent = await channels.sendMessage('parent', [], bob ? [bob] : [])
    expect(parent.mentioned_users.map(({ id }) => id)).toEqual(['bob'])
    const quote = await channels.sendMessage('quote', [], [], undefined, parent.id)
    expect(quote.quoted_message?.id).toBe(parent.id)
    await channels.setAsActiveParentMessage(parent)
    const reply = await channels.sendMessage('reply', [], [], parent.id)
    await alice.until('the reply is there', () => channels.activeThreadMessages().length === 1)
    await alice.until('it counts', () => channels.activeParentMessage()?.reply_count === 1)
    await channels.setAsActiveParentMessage(undefined)
    expect(channels.activeThreadMessages()).toEqual([])
    await channels.jumpToMessage(reply.id, parent.id)
    expect(channels.activeParentMessage()?.id).toBe(parent.id)
    expect(channels.jumpTarget()).toEqual({ messageId: reply.id, parentId: parent.id })
    const target = channels.jumpTarget()
    await channels.jumpToMessage(reply.id, parent.id)
    expect(channels.jumpTarget()).not.toBe(target)
  })

  test('gives up what is gone: the quote, the edit, the thread', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    const { channels } = alice
    const first = await channels.sendMessage('first')
    channels.selectMessageToEdit(first)
    channels.selectMessageToQuote(first)
    await channels.setAsActiveParentMessage(first)
    await channels.deleteMessage(first)
    await alice.until('it is not edited', () => !channels.messageToEdit() && !channels.messageToQuote())
    expect(channels.activeParentMessage()?.type).toBe('deleted')
    await server.ok(`DELETE /messages/${first.id}`, undefined, { query: { hard: 'true' } })
    await alice.until('its thread is closed', () => !channels.activeParentMessage())
    const second = await channels.sendMessage('second')
    await channels.setAsActiveParentMessage(second)
    await server.ok('POST /channels/messaging/ship/truncate', {})
    await alice.until('its thread is closed, too', () => !channels.activeParentMessage())
  })

  test('pages back, jumps, and shows the newest again when something is sent', async () => {
    await using server = await startServer()
    const bob = server.person('bob')
    await makeShip(server)
    const ids: string[] = []
    for (let number = 0; number < 60; number++)
      ids.push(String((await bob.send('messaging:ship', `message ${number}`)).id))
    await using alice = await new TestApp(server).enter('alice')
    await alice.channels.init({ members: { $in: ['alice'] } }, [], { message_limit: 10 })
    const shown = () => alice.channels.activeChannelMessages().map(({ text }) => text)
    expect(shown()).toHaveLength(10)
    await alice.channels.loadMoreMessages()
    expect(shown()).toHaveLength(35)
    await alice.channels.jumpToMessage(ids[2] ?? '')
    await alice.until('the old ones are shown', () => shown().includes('message 2'))
    await alice.channels.loadMoreMessages('newer')
    await alice.channels.sendMessage('here')
    await alice.until('the newest are shown', () => shown().at(-1) === 'here')
    const failed = await settled(alice.channels.jumpToMessage('no-such-message'))
    expect(failed.status).toBe('rejected')
    expect(alice.notifications.notifications()).toMatchObject([{ type: 'error' }])
  })

  test('tells who types, in the channel and in the thread', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    await using bob = await inShip(server, 'bob')
    const parent = await alice.channels.sendMessage('parent')
    await alice.channels.setAsActiveParentMessage(parent)
    bob.channels.typingStarted()
    const typing = () => alice.channels.usersTypingInChannel().map(({ id }) => id)
    await alice.until('bob types', () => Bun.deepEquals(typing(), ['bob']))
    bob.channels.typingStopped()
    await alice.until('bob stopped', () => typing().length === 0)
    bob.channels.typingStarted(parent.id)
    await alice.until('bob types there', () => alice.channels.usersTypingInThread().length === 1)
    expect(typing()).toEqual([])
  })

  test('uploads files with their progress, and tells of the one that failed', async () => {
    await using server = await startServer()
    await server.ok('PATCH /app', { file_upload_config: { blocked_file_extensions: ['exe'] } })
    await using alice = await inShip(server, 'alice')
    const good = new File(['hello'], 'hello.txt', { type: 'text/plain' })
    const bad = new File(['MZ'], 'virus.exe', { type: 'application/octet-stream' })
    const progress: string[] = []
    const results = await alice.channels.uploadAttachments([good, bad], ({ name }, done) => {
      progress.push(`${name} ${done}`)
    })
    expect(progress).toContain('hello.txt 1')
    expect(results[0]).toMatchObject({
      file: good,
      attachment: { type: 'file', title: 'hello.txt', file_size: 5 },
    })
    expect(results[1]?.attachment).toBeUndefined()
    expect(results[1]?.error?.statusCode).toBe(400)
    expect(
      alice.notifications
        .notifications()
        .map(({ text }) => text)
        .join(),
    ).toContain('virus.exe')
    const sent = await alice.channels.sendMessage('', [results[0]?.attachment ?? {}])
    expect(sent.attachments).toHaveLength(1)
    expect(await (await fetch(String(sent.attachments[0]?.asset_url))).text()).toBe('hello')
    expect((await alice.chat.getAppSettings())?.file_upload_config).toEqual({
      blocked_file_extensions: ['exe'],
    })
  })

  test('finds members and people by the beginning of their names', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'zapp', name: 'Zapp Brannigan' })
    await using alice = await inShip(server, 'alice')
    const members = await alice.channels.autocompleteMembers('b')
    expect(members.map(({ id }) => id)).toEqual(['bob'])
    expect(await alice.channels.autocompleteMembers('ali')).toEqual([])
    expect((await alice.chat.autocompleteUsers('zap')).map(({ id }) => id)).toEqual(['zapp'])
    expect(await alice.chat.autocompleteUsers(' ')).toEqual([])
  })
})

describe('what was read', () => {
  test('is marked while the page can be seen, and the marker stands still', async () => {
    await using server = await startServer()
    const bob = server.person('bob')
    await makeShip(server)
    const first = await bob.send('messaging:ship', '1')
    await using alice = await inShip(server, 'alice')
    const { channels } = alice
    expect(channels.activeChannelUnread()).toMatchObject({ count: 1 })
    const unread = () => channels.activeChannelState()?.unread_count
    await alice.until('it is read', () => unread() === 0)
    expect(channels.activeChannelUnread()).toMatchObject({ count: 1 })
    alice.page.turn('hidden')
    await bob.send('messaging:ship', '2')
    await bob.send('messaging:ship', '3')
    await alice.until('two are unread', () => unread() === 2)
    expect(channels.activeChannelUnread()).toMatchObject({ count: 2, lastReadMessageId: first.id })
    alice.page.turn('visible')
    await alice.until('they are read', () => unread() === 0)
    expect(channels.activeChannelUnread()).toMatchObject({ count: 2 })
    await alice.until('the badge is gone', () => alice.chat.user()?.total_unread_count === 0)
  })

  test('stays unread when the user says so, until the channel is opened anew', async () => {
    await using server = await startServer()
    const bob = server.person('bob')
    await makeShip(server)
    const sent = [await bob.send('messaging:ship', '1'), await bob.send('messaging:ship', '2')]
    await using alice = await inShip(server, 'alice')
    const { channels } = alice
    const unread = () => channels.activeChannelState()?.unread_count
    await alice.until('it is read', () => unread() === 0)
    await channels.markUnread(String(sent[1]?.id))
    await alice.until('one is unread', () => unread() === 1)
    await alice.until('the marker moved', () => channels.activeChannelUnread()?.count === 1)
    await bob.send('messaging:ship', '3')
    await alice.until('two are', () => unread() === 2)
    const ship = channels.activeChannel()
    channels.deselectActiveChannel()
    expect(channels.activeChannelUnread()).toBeUndefined()
    if (ship) channels.setAsActiveChannel(ship)
    await alice.until('it is read again', () => ship?.state.unread_count === 0)
  })

  test('in an open thread is marked, too', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    const parent = await alice.channels.sendMessage('parent')
    await server.person('bob').send('messaging:ship', 'reply', { parent_id: parent.id })
    const unread = async () => (await alice.chat.chatClient?.getUnreadCount())?.threads?.length
    await eventually(async () => (await unread()) === 1, 'a thread is unread', 4_000)
    await alice.channels.setAsActiveParentMessage(parent)
    await eventually(async () => (await unread()) === 0, 'none is', 4_000)
    await server.person('bob').send('messaging:ship', 'another', { parent_id: parent.id })
    await alice.until('it is there', () => alice.channels.activeThreadMessages().length === 2)
    await eventually(async () => (await unread()) === 0, 'it is read, too', 4_000)
  })
})

describe('what can happen to the open channel', () => {
  test('it is deleted: closed, and said', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    await server.ok('DELETE /channels/messaging/ship')
    await alice.until('it is closed', () => !alice.channels.activeChannel())
    expect(texts(alice)).toEqual(['Planet Express was deleted.'])
    expect(alice.channels.channels()).toEqual([])
    expect(alice.channels.activeChannelMessages()).toEqual([])
  })

  test('one is removed from it: closed, and said; where one may read on it stays', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    await server.ok('POST /channels/messaging/ship', { remove_members: ['alice'] })
    await alice.until('it is closed', () => !alice.channels.activeChannel())
    expect(texts(alice)).toEqual(['You are no longer a member of Planet Express.'])
    await alice.until('it is in no list', () => alice.channels.channels()?.length === 0)
    await server.ok('POST /channels/livestream/show/query', {
      data: { members: ['alice', 'bob'], created_by_id: 'bob' },
    })
    await alice.channels.init({ type: 'livestream' })
    expect(alice.channels.activeChannel()?.id).toBe('show')
    await server.ok('POST /channels/livestream/show', { remove_members: ['alice'] })
    await alice.until('one is no member', () => !alice.channels.activeChannelState()?.membership)
    await server.person('bob').send('livestream:show', 'on air')
    await alice.until('one hears it', () => last(alice)?.text === 'on air')
    expect(texts(alice)).toHaveLength(1)
  })

  test('one is banned there: said, and open still', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    const ban = { target_user_id: 'alice', type: 'messaging', id: 'ship', user_id: 'bob', reason: 'rude' }
    await server.ok('POST /moderation/ban', ban)
    await alice.until('it is said', () => texts(alice).length === 1)
    expect(texts(alice)[0]).toContain('Planet Express for now: rude')
    expect(alice.channels.activeChannel()?.id).toBe('ship')
    const refused = await settled(alice.channels.sendMessage('but'))
    expect(refused).toMatchObject({ status: 'rejected', reason: { statusCode: 403 } })
    await alice.until('it shows as failed', () => last(alice)?.status === 'failed')
    expect(texts(alice)[1]).toBe('The message was not sent. You are not allowed to do this here.')
  })

  test('one is too fast: it is said when to try again, and trying again sends it once', async () => {
    await using server = await startServer()
    await using alice = await inShip(server, 'alice')
    await server.ok('PATCH /channels/messaging/ship', { set: { cooldown: 30 } })
    await alice.until('slow mode is on', () => alice.channels.activeChannelState()?.channel?.cooldown === 30)
    await alice.channels.sendMessage('one')
    const refused = await settled(alice.channels.sendMessage('two'))
    expect((refused as PromiseRejectedResult).reason as ChatError).toMatchObject({ errorName: 'cooldown' })
    expect(texts(alice)[0]).toMatch(
      /^The message was not sent. That was too fast. Try again in \d+ seconds\.$/,
    )
    await server.ok('PATCH /channels/messaging/ship', { set: { cooldown: 0 } })
    await alice.channels.resendMessage(last(alice) as LocalMessage)
    expect(alice.channels.activeChannelMessages().map(({ text }) => text)).toEqual(['one', 'two'])
  })

  test('the server has had enough for now: it is said when to try again', async () => {
    await using server = await startServer({ config: { rateLimits: 'default' } })
    await using alice = await inShip(server, 'alice')
    const sends = Array.from({ length: 40 }, (_, number) => settled(alice.channels.sendMessage(`${number}`)))
    const ends = await Promise.all(sends)
    const refused = ends.find(end => end.status === 'rejected')
    expect(refused?.reason).toMatchObject({ statusCode: 429 })
    expect(texts(alice).join()).toMatch(/too fast. Try again in \d+ second/)
  })
})

const MINE = (id: string) => ({ members: { $in: [id] } })

async function makeShip(server: TestServer): Promise<void> {
  await server.upsertUsers({ id: 'alice', name: 'alice' }, { id: 'bob', name: 'bob' })
  const data = { members: ['alice', 'bob'], created_by_id: 'bob', name: 'Planet Express' }
  await server.ok('POST /channels/messaging/ship/query', { data })
}

/** An app with the ship open. */
async function inShip(server: TestServer, id: string): Promise<TestApp> {
  await makeShip(server)
  const app = await new TestApp(server).enter(id)
  await app.channels.init(MINE(id))
  expect(app.channels.activeChannel()?.id).toBe('ship')
  return app
}

function last(app: TestApp): LocalMessage | undefined {
  return app.channels.activeChannelMessages().at(-1)
}

function texts(app: TestApp): string[] {
  return app.notifications.notifications().map(({ text }) => text)
}

async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([promise])
  return result as PromiseSettledResult<T>
}
