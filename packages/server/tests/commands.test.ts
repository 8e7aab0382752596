import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { type Frame, startServer, type TestServer } from '@parley/testkit'
import { Receiver } from './receiver.ts'

const SEND = 'POST /channels/messaging/hall/message'

async function hall(server: TestServer, commands: readonly string[]) {
  await server.ok('PUT /channeltypes/messaging', { commands })
  await server.upsertUsers({ id: 'alice' }, { id: 'bob', name: 'Bob' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice', 'bob'] },
  })
  return { alice: await server.connected('alice'), bob: await server.connected('bob') }
}

const messageOf = (body: Frame) => body.message as Frame

describe('commands of the app’s own', () => {
  test('are made, listed, changed and deleted', async () => {
    await using server = await startServer()
    const { command } = await server.ok('POST /commands', {
      name: 'ticket',
      description: 'Open a ticket',
      args: '[text]',
      set: 'support',
    })
    expect(command).toMatchObject({
      name: 'ticket',
      description: 'Open a ticket',
      args: '[text]',
      set: 'support',
    })
    const { commands } = await server.ok('GET /commands')
    const names = (commands as Frame[]).map(each => each.name)
    expect(names).toEqual(['giphy', 'flag', 'ban', 'unban', 'mute', 'unmute', 'ticket'])
    expect((commands as Frame[]).at(-1)).toEqual(command as Frame)
    expect(await server.ok('GET /commands/ticket')).toMatchObject(command as Frame)
    const changed = await server.ok('PUT /commands/ticket', {
      name: '',
      description: 'Ask us',
      args: '',
      set: '',
    })
    expect(changed.command).toMatchObject({
      name: 'ticket',
      description: 'Ask us',
      args: '[text]',
      set: 'support',
    })
    await server.ok('PUT /channeltypes/messaging', { commands: ['ticket', 'mute'] })
    expect((await server.call('DELETE /commands/ticket')).status).toBe(403)
    await server.ok('PUT /channeltypes/messaging', { commands: [] })
    expect(await server.ok('DELETE /commands/ticket')).toMatchObject({
      name: 'ticket',
      duration: expect.any(String),
    })
    expect((await server.call('GET /commands/ticket')).status).toBe(404)
    expect((await server.ok('GET /app')).app).not.toHaveProperty('commands')
  })

  test('wrong ones are refused', async () => {
    await using server = await startServer()
    await server.ok('POST /commands', { name: 'ticket' })
    const refused: readonly [string, unknown, number][] = [
      ['POST /commands', { name: 'ticket' }, 400],
      ['POST /commands', { name: 'mute' }, 400],
      ['POST /commands', { name: 'two words' }, 400],
      ['POST /commands', {}, 400],
      ['PUT /commands/mute', { description: 'x' }, 403],
      ['PUT /commands/nothing', { description: 'x' }, 404],
      ['DELETE /commands/mute', undefined, 403],
      ['DELETE /commands/nothing', undefined, 404],
    ]
    for (const [endpoint, body, status] of refused) {
      expect([endpoint, (await server.call(endpoint, body)).status]).toEqual([endpoint, status])
    }
    expect((await server.person('alice').call('GET /commands')).status).toBe(403)
  })

  test('are run by the app’s handler, which may send, show or refuse', async () => {
    await using server = await startServer()
    await using handler = new Receiver(({ body }) => {
      const { args } = messageOf(body)
      if (args === 'send')
        return Response.json({ message: { text: 'sent instead', ticket: 7, id: 'ignored' } })
      if (args === 'show') return Response.json({ message: { text: 'for you', type: 'ephemeral' } })
      if (args === 'refuse') return Response.json({ message: { text: 'not today', type: 'error' } })
      if (args === 'fail') return new Response('', { status: 500 })
      if (args === 'hang') return new Promise<Response>(() => {})
      if (args === 'nonsense') return Response.json({ message: { attachments: 'none' } })
      return Response.json({})
    })
    await server.ok('POST /commands', { name: 'ticket' })
    await server.ok('PATCH /app', { custom_action_handler_url: `${handler.url}/run/{type}?x=1` })
    const { alice, bob } = await hall(server, ['ticket'])
    await bob.watch('messaging:hall')
    const say = (text: string) => alice.call(SEND, { message: { text } })
    const sent = await say('/ticket send')
    expect(messageOf(sent.body)).toMatchObject({
      type: 'regular',
      text: 'sent instead',
      ticket: 7,
      command: 'ticket',
      args: 'send',
    })
    expect(messageOf(sent.body).id).not.toBe('ignored')
    const asked = await handler.next()
    expect(asked.path).toBe('/run/ticket?x=1')
    expect(asked.headers.get('x-signature')).toMatch(/^[0-9a-f]{64}$/)
    expect(asked.body).toMatchObject({
      message: { text: '/ticket send', command: 'ticket', args: 'send' },
      user: { id: 'alice' },
    })
    expect(messageOf((await say('/ticket show')).body)).toMatchObject({ type: 'ephemeral', text: 'for you' })
    expect(messageOf((await say('/ticket refuse')).body)).toMatchObject({ type: 'error', text: 'not today' })
    expect((await say('/ticket fail')).body).toMatchObject({ code: 45, StatusCode: 400 })
    expect((await say('/ticket nonsense')).body).toMatchObject({ code: 45 })
    expect((await say('/ticket hang')).body).toMatchObject({ code: 45 })
    expect(messageOf((await say('/ticket')).body)).toMatchObject({
      type: 'regular',
      text: '/ticket',
      args: '',
    })
    // Nobody but the sender has seen what was not sent.
    const texts = [await bob.next('message.new'), await bob.next('message.new')].map(
      event => messageOf(event).text,
    )
    expect(texts).toEqual(['sent instead', '/ticket'])
    const { messages } = await server.ok('POST /channels/messaging/hall/query', { state: true })
    expect((messages as Frame[]).map(message => message.text)).toEqual(['sent instead', '/ticket'])
  })

  test('without a handler there is an error of its own; other slashes are text', async () => {
    await using server = await startServer()
    await server.ok('POST /commands', { name: 'ticket' })
    const { alice } = await hall(server, ['ticket'])
    expect((await alice.call(SEND, { message: { text: '/ticket x' } })).body).toMatchObject({
      code: 44,
      StatusCode: 400,
    })
    for (const text of ['/mute @bob', '/ x', '//', '/tickets', '/usr/bin/env']) {
      expect(await alice.send('messaging:hall', text)).toMatchObject({ type: 'regular', text })
    }
  })

  test('buttons of what the handler showed come back to it', async () => {
    await using server = await startServer()
    await using handler = new Receiver(({ body }) => {
      const form = body.form_data as Frame | undefined
      if (form?.size === 'big') return Response.json({ message: { text: 'a big one' } })
      const text = form ? `and ${String(form.size)}?` : 'which size?'
      return Response.json({
        message: { text, type: 'ephemeral', attachments: [{ type: 'choice', actions: [] }] },
      })
    })
    await server.ok('POST /commands', { name: 'order' })
    await server.ok('PATCH /app', { custom_action_handler_url: handler.url })
    const { alice, bob } = await hall(server, ['order'])
    const { id, ...shown } = await alice.send('messaging:hall', '/order pizza')
    expect(shown).toMatchObject({ type: 'ephemeral', text: 'which size?', attachments: [{ type: 'choice' }] })
    const press = (who: typeof alice, size: string) =>
      who.call(`POST /messages/${id}/action`, { form_data: { size } })
    expect((await press(bob, 'big')).status).toBe(404)
    expect(messageOf((await press(alice, 'small')).body)).toMatchObject({
      id,
      type: 'ephemeral',
      text: 'and small?',
    })
    expect(messageOf((await press(alice, 'big')).body)).toMatchObject({
      id,
      type: 'regular',
      text: 'a big one',
    })
    expect((await press(alice, 'big')).status).toBe(404)
  })
})

describe('moderation commands', () => {
  test('mute and ban by id or by a member’s name, with the rights of who types', async () => {
    await using server = await startServer()
    const { alice, bob } = await hall(server, ['all'])
    await server.ok('POST /channels/messaging/hall', { add_moderators: ['alice'] })
    const said = async (who: typeof alice, text: string) => {
      const { type, text: answer, command } = await who.send('messaging:hall', text)
      return [type, command, answer]
    }
    expect(await said(alice, '/mute @bob')).toEqual(['ephemeral', 'mute', 'Bob is muted'])
    const { users } = await server.ok('GET /users', undefined, {
      query: { payload: JSON.stringify({ filter_conditions: { id: 'alice' } }) },
    })
    expect((users as Frame[])[0]?.mutes).toMatchObject([{ target: { id: 'bob' } }])
    expect(await said(alice, '/unmute @Bob')).toEqual(['ephemeral', 'unmute', 'Bob is not muted any more'])
    expect(await said(alice, '/mute @nobody')).toEqual(['error', 'mute', '@nobody is nobody here'])
    expect(await said(alice, '/mute')).toEqual(['error', 'mute', 'whom? type /mute @somebody'])
    expect((await said(bob, '/ban @alice spam'))[0]).toBe('error')
    expect(await said(alice, '/ban @bob too loud')).toEqual([
      'ephemeral',
      'ban',
      'Bob is banned from this channel',
    ])
    expect((await bob.call(SEND, { message: { text: 'hi' } })).status).toBe(403)
    expect(await said(alice, '/flag @bob rude')).toEqual(['ephemeral', 'flag', 'Bob is flagged'])
    expect(await said(alice, '/unban @bob')).toEqual(['ephemeral', 'unban', 'Bob is not banned any more'])
    expect(await bob.send('messaging:hall', 'hi')).toMatchObject({ type: 'regular' })
  })

  test('a server runs them for somebody', async () => {
    await using server = await startServer()
    await hall(server, ['all'])
    const { message } = await server.ok(SEND, { message: { text: '/mute @bob', user_id: 'alice' } })
    expect(message).toMatchObject({ type: 'ephemeral', user: { id: 'alice' } })
  })
})

describe('/giphy', () => {
  test('says that it is not set up', async () => {
    await using server = await startServer()
    const { alice } = await hall(server, ['giphy'])
    const message = await alice.send('messaging:hall', '/giphy cats')
    expect(message).toMatchObject({ type: 'error', text: '/giphy is not set up on this server' })
  })

  test('shows a picture that is shuffled, sent or cancelled', async () => {
    let pictures = 0
    await using source = new Receiver(() => {
      pictures++
      const images = { fixed_height: { url: `https://gifs.example/${pictures}.gif` } }
      return Response.json({ data: { url: 'https://gifs.example/', images } })
    })
    await using server = await startServer({ config: { giphyUrl: `${source.url}/gifs`, giphyKey: 'key' } })
    const { alice, bob } = await hall(server, ['giphy'])
    const thumb = (message: Frame) => (message.attachments as Frame[])[0]?.thumb_url
    const first = await alice.send('messaging:hall', '/giphy wow such')
    expect((await source.next()).path).toBe('/gifs/random?api_key=key&tag=wow+such&rating=g')
    expect(first).toMatchObject({ type: 'ephemeral', command: 'giphy', args: 'wow such' })
    expect(first.attachments).toMatchObject([
      { type: 'giphy', actions: [{ value: 'send' }, { value: 'shuffle' }, { value: 'cancel' }] },
    ])
    expect((await bob.call(`GET /messages/${first.id}`)).status).toBe(404)
    const press = async (id: unknown, image_action: string) =>
      alice.call(`POST /messages/${id}/action`, { form_data: { image_action } })
    const shuffled = messageOf((await press(first.id, 'shuffle')).body)
    expect([shuffled.id, thumb(shuffled)]).toEqual([first.id, 'https://gifs.example/2.gif'])
    expect((await press(first.id, 'dance')).status).toBe(400)
    await bob.watch('messaging:hall')
    const sent = messageOf((await press(first.id, 'send')).body)
    expect(sent).toMatchObject({ id: first.id, type: 'regular', command: 'giphy' })
    expect((sent.attachments as Frame[])[0]).not.toHaveProperty('actions')
    expect(messageOf(await bob.next('message.new')).id).toBe(first.id)
    const second = await alice.send('messaging:hall', '/giphy no')
    expect(
      await alice.ok(`POST /messages/${second.id}/action`, { form_data: { image_action: 'cancel' } }),
    ).not.toHaveProperty('message')
    expect((await press(second.id, 'send')).status).toBe(404)
  })
})

describe('the hook before a message is stored', () => {
  test('changes it, refuses it, or is ignored when it fails', async () => {
    await using server = await startServer()
    await using hook = new Receiver(({ body }) => {
      const { text } = messageOf(body)
      if (text === 'rude')
        return Response.json({ message: { text: 'polite', tone: 'mild', user_id: 'bob', pinned: true } })
      if (text === 'bad') return Response.json({ message: { type: 'error', text: 'we do not say that' } })
      if (text === 'broken') return new Response('{', { status: 200 })
      if (text === 'down') return new Response('', { status: 503 })
      if (text === 'slow') return new Promise<Response>(() => {})
      if (text === 'odd') return Response.json({ message: { attachments: 5 } })
      if (text === 'endless') return new Response(new Uint8Array(10 * 1024 * 1024))
      return Response.json({})
    })
    await server.ok('PATCH /app', { before_message_send_hook_url: `${hook.url}/check` })
    const { alice, bob } = await hall(server, [])
    expect(await alice.send('messaging:hall', 'rude', { mood: 'bad' })).toMatchObject({
      text: 'polite',
      tone: 'mild',
      mood: 'bad',
      user: { id: 'alice' },
      pinned: false,
    })
    const asked = await hook.next()
    expect(asked.headers.get('x-signature')).toBe(
      createHmac('sha256', server.secret).update(asked.text).digest('hex'),
    )
    expect(asked.body).toMatchObject({
      message: { id: '', text: 'rude', mood: 'bad', cid: 'messaging:hall' },
      user: { id: 'alice' },
      channel: { cid: 'messaging:hall' },
      request_info: { type: 'client', ip: '127.0.0.1' },
    })
    expect(await alice.send('messaging:hall', 'bad')).toMatchObject({
      type: 'error',
      text: 'we do not say that',
    })
    for (const text of ['fine', 'broken', 'down', 'slow', 'odd', 'endless']) {
      expect(await alice.send('messaging:hall', text)).toMatchObject({ type: 'regular', text })
    }
    const { messages } = await server.ok('POST /channels/messaging/hall/query', { state: true })
    expect((messages as Frame[]).map(message => message.text)).not.toContain('bad')
    // Who may not write has nobody asked.
    const count = hook.all.length
    expect((await server.person('carol').call(SEND, { message: { text: 'hi' } })).status).toBe(403)
    expect(hook.all.length).toBe(count)
    await bob.disconnect()
  })
})
