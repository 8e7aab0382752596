import { afterAll, test } from 'bun:test'
import { channelPath } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { PEOPLE, type Room, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

async function opened(name: string): Promise<[Room, ChatWindow]> {
  const room = await site.room(name, ['amir', 'sara'])
  await site.says('amir', room, `Welcome to ${name}`)
  const sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  return [room, sara]
}

test('a channel that is deleted while it is open goes, and is said to be gone', async () => {
  const [room, window] = await opened('Doomed room')
  await using sara = window
  await site.ok(`DELETE ${channelPath(room.cid)}`)
  await sara.isTold('Doomed room was deleted.')
  await sara.channels.getByRole('button', { name: 'Doomed room' }).first().waitFor({ state: 'hidden' })
  await sara.channels.getByRole('button').first().waitFor()
})

test('who is removed from an open channel is told, and loses it', async () => {
  const [room, window] = await opened('Private club')
  await using sara = window
  // It is asked for once more, to know whether it may still be read.
  sara.problems.forgive(/status of 403/)
  await site.ok(`POST ${channelPath(room.cid)}`, { remove_members: [PEOPLE.sara.id] })
  await sara.isTold('You are no longer a member of Private club.')
  await sara.channels.getByRole('button', { name: 'Private club' }).first().waitFor({ state: 'hidden' })
})

test('who is banned in an open channel can read on, and is told', async () => {
  const [room, window] = await opened('Strict room')
  await using sara = window
  const [type, id] = room.cid.split(':')
  const ban = { target_user_id: PEOPLE.sara.id, banned_by_id: PEOPLE.amir.id, type, id }
  await site.ok('POST /moderation/ban', ban)
  await sara.page.getByText('You are banned here. You can still read.').first().waitFor()
  await site.says('amir', room, 'She can still read this')
  await sara.sees('She can still read this')
  await becomes(() => sara.field.count(), 0)
})

test('a refused message comes back with the reason in words, and goes out when it is allowed again', async () => {
  const grants = (may: boolean) => {
    const names = ['read-channel', 'read-channel-members', ...(may ? ['create-message'] : [])]
    return site.ok('PUT /channeltypes/commerce', { grants: { user: [], channel_member: names } })
  }
  await grants(true)
  const room = await site.room('Quiet room', ['amir', 'sara'], 'commerce')
  await using sara = await ChatWindow.as('sara', browser, site)
  sara.problems.forgive(/status of 403/)
  await sara.enters(room)
  await grants(false)
  await sara.field.fill('Is anybody here?')
  await sara.field.press('Enter')
  await sara.input.getByText('You are not allowed to do this here.').waitFor()
  await becomes(() => sara.field.inputValue(), 'Is anybody here?')
  await grants(true)
  await sara.field.press('Enter')
  await sara.sees('Is anybody here?')
  await becomes(() => site.stored(room), ['Is anybody here?'])
})

test('who writes too fast is told to wait', async () => {
  await using strict = await Site.open({ config: { rateLimits: 'default' } })
  const room = await strict.room('Busy room', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, strict)
  sara.problems.forgive(/status of 429/)
  await sara.enters(room)
  const person = strict.person('sara')
  const told = sara.input.getByText(/That was too fast/)
  await sara.waitsFor(async () => {
    const send = () => person.call(`POST ${channelPath(room.cid)}/message`, { message: { text: 'more' } })
    await Promise.all(Array.from({ length: 40 }, send))
    await sara.field.fill('Let me in')
    await sara.field.press('Enter')
    await told.or(sara.message('Let me in').getByText('Sent')).first().waitFor({ state: 'attached' })
    return (await told.count()) > 0
  }, 'a request too many')
  await becomes(() => sara.field.inputValue(), 'Let me in')
})
