import '@angular/compiler'
import { expect, test } from 'bun:test'
import { createEnvironmentInjector, runInInjectionContext } from '@angular/core'
import type { Channel } from '@parley/client'
import { startServer, type TestServer } from '@parley/testkit'
import { ComposerService } from '../src/message-input/composer-service'
import { MessageSender } from '../src/message-input/message-sender'
import { TestApp } from './app'

/** Somebody with a box, in the channel `messaging:ship`. */
class Writer extends TestApp {
  readonly #own = createEnvironmentInjector([ComposerService], this.injector)
  readonly #sender = runInInjectionContext(this.injector, () => new MessageSender())
  channel!: Channel

  async open(): Promise<this> {
    await this.channels.init({ cid: 'messaging:ship' })
    this.channel = this.channels.activeChannel() as Channel
    return this
  }

  box(parentId?: string) {
    return this.#own.get(ComposerService).of(this.channel, parentId)
  }

  send(parentId?: string) {
    return this.#sender.send(this.box(parentId), this.channel, parentId)
  }
}

async function ship(server: TestServer, ...members: string[]): Promise<void> {
  await server.upsertUsers(...members.map(id => ({ id, name: `Captain ${id}` })))
  await server.ok('POST /channels/messaging/ship/query', { data: { created_by_id: members[0], members } })
}

async function writer(server: TestServer, id: string): Promise<Writer> {
  const made = new Writer(server)
  await made.enter(id)
  return made.open()
}

test('what is written is a draft on every device, with those it names and the message it answers', async () => {
  await using server = await startServer()
  await ship(server, 'alice', 'bob')
  await using alice = await writer(server, 'alice')
  const said = await alice.channels.sendMessage('where to?')
  const { composer, keeper } = alice.box()
  const bob = alice.channel.state.members.bob?.user
  if (bob) composer.name(bob)
  composer.setText(`to the moon, @${bob?.name}`)
  composer.quote(said)
  await keeper.flush()

  await using tablet = await writer(server, 'alice')
  const there = tablet.box()
  there.keeper.hear(tablet.channel.state.draft)
  expect(there.composer.text()).toBe(composer.text())
  expect(there.composer.mentioned().map(({ id }) => id)).toEqual(['bob'])
  expect(there.composer.quoted()?.id).toBe(said.id)
})

test('a message that was sent leaves no draft behind, also while one is being saved', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { composer, keeper } = alice.box()
  composer.setText('aye')
  const saving = keeper.flush()
  expect(await alice.send()).toBeUndefined()
  await saving
  expect(composer.isEmpty()).toBe(true)
  await alice.until('the draft is gone', () => alice.channel.state.draft === undefined)
  await expect(alice.channel.getDraft()).rejects.toThrow()
  expect(alice.channel.state.messages.map(({ text }) => text)).toEqual(['aye'])
})

test('a draft from elsewhere takes nothing away that was written here', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { composer, keeper } = alice.box()
  const { draft } = await alice.channel.createDraft({ text: 'from the tablet' })
  composer.setText('from here')
  keeper.hear(draft)
  expect(composer.text()).toBe('from here')
  await keeper.flush()
  keeper.hear(draft)
  keeper.hear(undefined)
  expect(composer.text()).toBe('from here')
})

test('a draft that was taken over goes when it was sent elsewhere', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { composer, keeper } = alice.box()
  const { draft } = await alice.channel.createDraft({ text: 'from the tablet' })
  keeper.hear(draft)
  expect(composer.text()).toBe('from the tablet')
  keeper.hear(undefined)
  expect(composer.isEmpty()).toBe(true)
})

test('what is too long to be sent is no draft, and stays in the box', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { composer, keeper } = alice.box()
  composer.setText('half of it')
  await keeper.flush()
  composer.setText('a'.repeat(5_001))
  await keeper.flush()
  expect(composer.text()).toHaveLength(5_001)
  expect((await alice.channel.getDraft()).draft.message.text).toBe('half of it')
  composer.setText('a'.repeat(5_000))
  await keeper.flush()
  expect((await alice.channel.getDraft()).draft.message.text).toHaveLength(5_000)
})

test('a thread has its own box and its own draft', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const parent = await alice.channels.sendMessage('where to?')
  alice.box().composer.setText('in the channel')
  alice.box(parent.id).composer.setText('in the thread')
  await alice.box(parent.id).keeper.flush()

  await using tablet = await writer(server, 'alice')
  await tablet.until('the draft is there', () => tablet.box(parent.id).composer.text() === 'in the thread')
  tablet.box(parent.id).composer.setShowInChannel(true)
  await tablet.send(parent.id)
  const [reply] = (await tablet.channel.getReplies(parent.id)).messages
  expect(reply).toMatchObject({ text: 'in the thread', show_in_channel: true })
})

test('what is refused is back in the box with the reason, and not in the list', async () => {
  await using server = await startServer()
  await ship(server, 'alice', 'bob')
  await using bob = await writer(server, 'bob')
  await server.ok('POST /moderation/ban', {
    target_user_id: 'bob',
    user_id: 'alice',
    type: 'messaging',
    id: 'ship',
  })
  const { composer } = bob.box()
  composer.setText('let me speak')
  expect((await bob.send())?.errorName).toBe('not_allowed')
  expect(composer.text()).toBe('let me speak')
  expect(composer.refusal()).toBe('You are not allowed to do this here.')
  expect(bob.channel.state.messages).toEqual([])
})

test('what is refused stays in the list when something new was written meanwhile', async () => {
  await using server = await startServer()
  await ship(server, 'alice', 'bob')
  await using bob = await writer(server, 'bob')
  await server.ok('PATCH /channels/messaging/ship', { set: { cooldown: 60 }, user_id: 'alice' })
  bob.box().composer.setText('one')
  expect(await bob.send()).toBeUndefined()
  bob.box().composer.setText('two')
  const sending = bob.send()
  bob.box().composer.setText('three')
  const refused = await sending
  expect(refused?.errorName).toBe('cooldown')
  expect(Number(refused?.details?.retry_after)).toBeGreaterThan(0)
  expect(bob.box().composer.text()).toBe('three')
  expect(bob.channel.state.messages.map(({ text, status }) => [text, status])).toEqual([
    ['one', 'received'],
    ['two', 'failed'],
  ])
})

test('files go up at once, each on its own, and are sent with the message', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { composer } = alice.box()
  const { uploads } = composer
  const page = new File(['<html>not a picture</html>'], 'liar.png', { type: 'image/png' })
  const notes = new File(['take the left engine'], 'notes.txt', { type: 'text/plain' })
  uploads.add([page, notes, ...Array.from({ length: 40 }, (_, at) => new File([`${at}`], `${at}.txt`))])
  expect(uploads.all()).toHaveLength(30)
  expect(uploads.room()).toBe(0)
  await alice.until('everything is settled', () => !uploads.isBusy())
  const [liar] = uploads.all()
  expect(liar).toMatchObject({ name: 'liar.png', state: 'failed', kind: 'image' })
  expect(String(liar?.error)).toContain('liar.png')
  for (const { id, name } of uploads.all()) if (name !== 'notes.txt') uploads.remove(id)
  expect(await alice.send()).toBeUndefined()
  const [message] = alice.channel.state.messages
  expect(message?.attachments).toMatchObject([{ type: 'file', title: 'notes.txt', file_size: 20 }])
  const address = message?.attachments[0]?.asset_url ?? ''
  expect(await (await fetch(address)).text()).toBe('take the left engine')
  expect(composer.isEmpty()).toBe(true)
})

test('thirty files are sent, however long their addresses are', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const { uploads } = alice.box().composer
  const name = 'a'.repeat(80)
  uploads.add(Array.from({ length: 30 }, (_, at) => new File([`${at}`], `${name}${at}.txt`)))
  await alice.until('everything is up', () => !uploads.isBusy() && !uploads.hasFailed())
  expect(await alice.send()).toBeUndefined()
  await alice.until('all are received', () =>
    alice.channel.state.messages.every(({ status }) => status === 'received'),
  )
  const files = alice.channel.state.messages.flatMap(({ attachments }) => attachments)
  expect(new Set(files.map(({ title }) => title)).size).toBe(30)
})

test('the next user finds nothing of what was being written', async () => {
  await using server = await startServer()
  await ship(server, 'alice', 'bob')
  await using app = await writer(server, 'alice')
  app.box().composer.setText('only mine')
  await signIn(server, app, 'bob')
  expect(app.box().composer.text()).toBe('')
})

/** Ends every connection of a user; from when on new tokens count is waited for. */
async function revoke(server: TestServer, app: Writer, id: string): Promise<void> {
  const beforeMs = Math.ceil((Date.now() + 1) / 1000) * 1000
  const set = { revoke_tokens_issued_before: new Date(beforeMs).toISOString() }
  await server.ok('PATCH /users', { users: [{ id, set }] })
  await app.until('the server ended it', () => app.chat.connectionProblem()?.kind === 'closed')
  await app.until('new tokens count', () => Date.now() >= beforeMs)
}

/** Somebody signs in next, in the same page, with a token of now. */
async function signIn(server: TestServer, app: Writer, id: string): Promise<void> {
  app.channels.reset()
  await app.chat.disconnectUser()
  await connectAgain(server, app, id)
}

/** The same, without an end before. */
async function connectAgain(server: TestServer, app: Writer, id: string): Promise<void> {
  const token = server.token(id, { iat: Math.floor(Date.now() / 1000) })
  await app.chat.init(server.apiKey, { id, name: id }, token)
  await app.open()
}

/** Writes a text with a file that is up, and after the end of the connection with one that can't be. */
async function writeUntilTheEnd(server: TestServer, app: Writer): Promise<void> {
  const { uploads } = app.box().composer
  uploads.add([new File(['up'], 'up.txt', { type: 'text/plain' })])
  await app.until('the first file is up', () => !uploads.isBusy() && !uploads.hasFailed())
  await revoke(server, app, 'alice')
  app.box().composer.setText('in the middle of')
  uploads.add([new File(['down'], 'down.txt', { type: 'text/plain' })])
  await app.until('the second file is refused', () => uploads.hasFailed())
}

test('whom the server signed out finds text and files again, and sends them', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  await writeUntilTheEnd(server, alice)
  await signIn(server, alice, 'alice')
  const { composer } = alice.box()
  expect(composer.text()).toBe('in the middle of')
  expect(composer.uploads.all().map(({ name }) => name)).toEqual(['up.txt', 'down.txt'])
  await alice.until('both files are up', () => !composer.uploads.isBusy())
  expect(await alice.send()).toBeUndefined()
  await alice.until('it is received', () => alice.channel.state.messages.at(-1)?.status === 'received')
  const addresses = alice.channel.state.messages.at(-1)?.attachments.map(({ asset_url }) => asset_url ?? '')
  const contents = (addresses ?? []).map(async address => (await fetch(address)).text())
  expect(await Promise.all(contents)).toEqual(['up', 'down'])
})

test('it is there, too, for whoever connects again without leaving', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  await writeUntilTheEnd(server, alice)
  await connectAgain(server, alice, 'alice')
  const { composer } = alice.box()
  expect(composer.text()).toBe('in the middle of')
  await alice.until('both files are up', () => !composer.uploads.isBusy())
  expect(composer.uploads.attachments().map(({ title }) => title)).toEqual(['up.txt', 'down.txt'])
})

test('nobody else finds it, and it waits until the same user is back', async () => {
  await using server = await startServer()
  await ship(server, 'alice', 'bob')
  await using app = await writer(server, 'alice')
  await writeUntilTheEnd(server, app)
  await signIn(server, app, 'bob')
  expect(app.box().composer.isEmpty()).toBe(true)
  await signIn(server, app, 'alice')
  expect(app.box().composer.text()).toBe('in the middle of')
  expect(app.box().composer.uploads.all()).toHaveLength(2)
})

test('whoever signs out by choice leaves no files behind', async () => {
  await using server = await startServer()
  await ship(server, 'alice')
  await using alice = await writer(server, 'alice')
  const liar = new File(['<html>not a picture</html>'], 'liar.png', { type: 'image/png' })
  alice.box().composer.uploads.add([liar])
  await alice.until('it is refused', () => alice.box().composer.uploads.hasFailed())
  await signIn(server, alice, 'alice')
  expect(alice.box().composer.isEmpty()).toBe(true)
})
