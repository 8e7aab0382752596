import '@angular/compiler'
import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/client'
import { eventually, startServer, type TestServer } from '@parley/testkit'
import { NotificationService } from '../src/services/notification-service'
import { ThemeService } from '../src/services/theme-service'
import { TranslationService } from '../src/services/translation-service'
import { german } from '../src/texts/german'
import { english } from '../src/texts/texts'
import { TestApp } from './app'

describe('the channel list of the service', () => {
  test('loads page after page, and keeps what is shown while another is loaded', async () => {
    await using server = await startServer()
    await using app = await withRooms(server, 5)
    const { channels } = app
    await channels.init({ members: { $in: ['fry'] } }, [{ field: 'created_at' }], { limit: 3 }, false)
    expect(channels.activeChannel()).toBeUndefined()
    expect(channels.channelQueryState()).toEqual({ state: 'success' })
    expect(channels.hasMoreChannels()).toBe(true)
    await channels.loadMoreChannels()
    expect(channels.channels()?.map(({ id }) => id)).toEqual([
      'room-0',
      'room-1',
      'room-2',
      'room-3',
      'room-4',
    ])
    expect(channels.hasMoreChannels()).toBe(false)
    const told: (number | undefined)[] = []
    channels.channels$.subscribe(list => told.push(list?.length))
    const loading = channels.init({ members: { $in: ['fry'] }, name: 'Room 3' })
    expect(channels.channelQueryState()).toEqual({ state: 'in-progress' })
    await loading
    expect(told).toEqual([5, 1])
    expect(channels.activeChannel()?.id).toBe('room-3')
  })

  test('says what failed and can be tried again; the last of several wins', async () => {
    await using server = await startServer()
    await using app = await withRooms(server, 2)
    const { channels } = app
    const failed = await channels.init({ members: { $nonsense: ['fry'] } } as never).catch(error => error)
    expect(channels.channelQueryState()).toEqual({ state: 'error', error: failed })
    await channels.loadMoreChannels().catch(() => undefined)
    expect(channels.channelQueryState()?.state).toBe('error')
    const late = channels.init({ members: { $in: ['fry'] }, name: 'Room 0' }).catch(error => error)
    await channels.init({ members: { $in: ['fry'] }, name: 'Room 1' })
    expect((await late).details.reason).toBe('disconnected')
    expect(channels.channels()?.map(({ id }) => id)).toEqual(['room-1'])
  })

  test('needs somebody who is connected', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const error = await app.channels.init({}).catch(reason => reason)
    expect(error.message).toContain('init of ChatClientService')
    expect(await app.channels.sendMessage('to whom?').catch(reason => reason.message)).toContain('no channel')
  })
})

describe('notifications', () => {
  test('go by themselves, or when dismissed; the same text stands there once', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const { notifications } = app
    const texts = () => notifications.notifications().map(({ text }) => text)
    notifications.add('short', { timeoutMs: 1 })
    const kept = notifications.add('kept', { timeoutMs: 0 })
    await eventually(() => texts().join() === 'kept', 'the short one went')
    notifications.add('kept', { timeoutMs: 0 })
    expect(texts()).toEqual(['kept'])
    notifications.dismiss(kept)
    expect(texts()).toEqual(['kept'])
    for (let number = 0; number < 8; number++) notifications.add(`${number}`)
    expect(texts()).toEqual(['3', '4', '5', '6', '7'])
    notifications.clear()
    expect(texts()).toEqual([])
  })

  test('say why something failed and what to do', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const said = (error: unknown) => {
      app.notifications.clear()
      app.notifications.addError(error, 'It failed')
      return app.notifications.notifications()[0]?.text
    }
    const reasoned = (reason: string) => new ChatError('internal', 'secret detail', { details: { reason } })
    expect(said(new ChatError('rate_limited', 'x', { details: { retry_after: 1 } }))).toBe(
      'It failed. That was too fast. Try again in 1 second.',
    )
    expect(said(new ChatError('rate_limited', 'x'))).toBe(
      'It failed. That was too fast. Wait a moment, then try again.',
    )
    expect(said(new ChatError('not_allowed', 'x'))).toBe(`It failed. ${english.errorNotAllowed}`)
    expect(said(new ChatError('token_expired', 'x'))).toBe(`It failed. ${english.errorSignedOut}`)
    expect(said(new ChatError('payload_too_large', 'x'))).toBe('It failed. It is too large.')
    expect(said(new ChatError('payload_too_large', 'x', { details: { max_bytes: 1_048_576 } }))).toBe(
      'It failed. It is too large: the limit is 1 MB.',
    )
    expect(said(new ChatError('message_too_long', 'x'))).toBe('It failed. The text is too long.')
    expect(said(new ChatError('message_too_long', 'x', { details: { max_length: 20_000 } }))).toBe(
      'It failed. The text is too long: at most 20,000 characters are allowed here.',
    )
    expect(said(new ChatError('invalid_input', 'name is too long'))).toBe('It failed. name is too long')
    expect(said(reasoned('network'))).toBe(`It failed. ${english.errorOffline}`)
    expect(said(new TypeError('undefined is not a function'))).toBe(`It failed. ${english.errorServer}`)
    expect(said(reasoned('disconnected'))).toBeUndefined()
    expect(said(reasoned('cancelled'))).toBeUndefined()
  })
})

test('texts change with the language', async () => {
  await using server = await startServer()
  await using app = new TestApp(server, { texts: german })
  const translation = app.injector.get(TranslationService)
  expect(translation.locale()).toBe(german.locale)
  app.injector.get(NotificationService).addError(new ChatError('not_allowed', 'x'), 'Es ging nicht')
  expect(app.notifications.notifications()[0]?.text).toContain(german.errorNotAllowed)
  translation.use({ ...english, errorNotAllowed: 'No.' })
  expect(translation.texts().errorNotAllowed).toBe('No.')
  expect(translation.locale()).toBe('en')
})

test('the theme is what was set, on the page’s root element', async () => {
  await using server = await startServer()
  await using app = new TestApp(server, { theme: 'dark' })
  const root = (app.page as unknown as Document).documentElement
  expect(root.getAttribute('data-parley-theme')).toBe('dark')
  const theme = app.injector.get(ThemeService)
  expect(theme.theme()).toBe('dark')
  expect(root.getAttribute('data-parley-theme')).toBe('dark')
  theme.set('light')
  expect(root.getAttribute('data-parley-theme')).toBe('light')
  theme.set('auto')
  expect(theme.setting()).toBe('auto')
  expect(theme.theme()).toBe('light')
})

/** Fry's app, with channels that he is in. */
async function withRooms(server: TestServer, count: number): Promise<TestApp> {
  await server.upsertUsers({ id: 'fry' })
  for (let number = 0; number < count; number++) {
    const data = { members: ['fry'], created_by_id: 'fry', name: `Room ${number}` }
    await server.ok(`POST /channels/messaging/room-${number}/query`, { data })
  }
  return new TestApp(server).enter('fry')
}
