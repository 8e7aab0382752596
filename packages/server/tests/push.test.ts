import { describe, expect, test } from 'bun:test'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { eventually, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Receiver } from './receiver.ts'

const CID = 'messaging:hall'

const pem = (key: { export(options: object): string | Buffer }) =>
  String(key.export({ type: 'pkcs8', format: 'pem' }))
const ecKey = pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
const rsaKey = pem(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)

const people = ['alice', 'bob', 'carol', 'dave'] as const

async function hall(server: TestServer) {
  await server.upsertUsers(...people.map(id => ({ id, name: id[0]?.toUpperCase() + id.slice(1) })))
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: people, name: 'The Hall' },
  })
}

function account(receiver: Receiver) {
  return JSON.stringify({
    project_id: 'shop',
    client_email: 'push@shop.example',
    private_key: rsaKey,
    token_uri: `${receiver.url}/token`,
  })
}

/** A receiver that answers as Google does. */
function firebase(unregistered: ReadonlySet<string> = new Set()) {
  return new Receiver(({ path, body }) => {
    if (path === '/token') return Response.json({ access_token: 'granted', expires_in: 3600 })
    const { token } = body.message as { token: string }
    if (!unregistered.has(token)) return Response.json({ name: 'projects/shop/messages/1' })
    const details = [{ errorCode: 'UNREGISTERED' }]
    return Response.json({ error: { message: 'no such device', details } }, { status: 404 })
  })
}

async function useFirebase(server: TestServer, receiver: Receiver, more: Frame = {}) {
  await server.ok('POST /push_providers', {
    push_provider: {
      type: 'firebase',
      name: 'main',
      firebase_credentials: account(receiver),
      api_url: receiver.url,
      ...more,
    },
  })
}

async function devices(server: TestServer, ...ids: readonly string[]) {
  for (const id of ids) {
    await server.ok('POST /devices', { id: `${id}-phone`, push_provider: 'firebase', user_id: id })
  }
}

const sends = (receiver: Receiver) => receiver.all.filter(({ path }) => path.endsWith('messages:send'))
const tokensOf = (receiver: Receiver) =>
  sends(receiver)
    .map(({ body }) => (body.message as Frame).token)
    .sort()

/** When nothing is left to be pushed. */
async function settled(server: TestServer) {
  const { store, clock } = server.running.deps
  await eventually(
    async () => (await store.read.findNextDue(clock() + 3_600_000_000)) === undefined,
    'all is pushed',
  )
}

async function say(server: TestServer, message: Frame, more: Frame = {}) {
  const body = { message: { user_id: 'alice', ...message }, ...more }
  return (await server.ok('POST /channels/messaging/hall/message', body)).message as Frame
}

describe('providers', () => {
  test('are added, listed without secrets, changed and deleted', async () => {
    await using server = await startServer()
    const apn = {
      type: 'apn',
      name: 'ios',
      apn_auth_key: ecKey,
      apn_key_id: 'K',
      apn_team_id: 'T',
      apn_topic: 'com.shop',
    }
    const { push_provider } = await server.ok('POST /push_providers', { push_provider: apn })
    expect(push_provider).toMatchObject({ type: 'apn', name: 'ios', apn_topic: 'com.shop' })
    expect(JSON.stringify(push_provider)).not.toContain('PRIVATE KEY')
    await server.ok('POST /push_providers', {
      push_provider: { type: 'apn', name: 'ios', apn_key_id: 'K2', apn_team_id: 'T', apn_topic: 'com.shop' },
    })
    const web = { type: 'web', name: 'site', vapid_subject: 'mailto:a@shop.example' }
    const made = (await server.ok('POST /push_providers', { push_provider: web })).push_provider as Frame
    expect(made.vapid_public_key).toMatch(/^[\w-]{80,}$/)
    const { push_providers: listed } = await server.ok('GET /push_providers')
    expect(listed).toMatchObject([{ name: 'ios', apn_key_id: 'K2' }, { name: 'site' }])
    expect(JSON.stringify(await server.ok('GET /app'))).not.toContain('vapid')
    await server.ok('DELETE /push_providers/apn/ios')
    expect((await server.call('DELETE /push_providers/apn/ios')).status).toBe(404)
    expect((await server.ok('GET /push_providers')).push_providers).toHaveLength(1)
    // The one of devices that name none has no name to be deleted by.
    const { name: _, ...nameless } = web
    await server.ok('POST /push_providers', { push_provider: nameless })
    await server.ok('DELETE /push_providers/web')
    expect((await server.ok('GET /push_providers')).push_providers).toMatchObject([{ name: 'site' }])
    expect((await server.call('DELETE /push_providers/web')).status).toBe(404)
    expect((await server.call('DELETE /push_providers/smoke')).status).toBe(400)
  })

  test('that can not work are refused', async () => {
    await using server = await startServer()
    const refused: readonly [Frame, string][] = [
      [{ type: 'apn' }, 'apn_auth_key'],
      [
        { type: 'apn', apn_auth_key: 'nonsense', apn_key_id: 'K', apn_team_id: 'T', apn_topic: 'x' },
        'apn_auth_key',
      ],
      [{ type: 'firebase' }, 'firebase_credentials'],
      [{ type: 'firebase', firebase_credentials: '{}' }, 'firebase_credentials'],
      [{ type: 'huawei', huawei_app_id: '1' }, 'huawei_app_secret'],
      [{ type: 'xiaomi', xiaomi_app_secret: 's' }, 'xiaomi_package_name'],
      [{ type: 'web' }, 'vapid_subject'],
      [
        { type: 'web', vapid_subject: 'mailto:a@b', web_notification_template: '{{#each a}}' },
        'web_notification_template',
      ],
      [
        { type: 'web', vapid_subject: 'mailto:a@b', web_notification_template: '{{> x}}' },
        'web_notification_template',
      ],
      [
        { type: 'web', vapid_subject: 'mailto:a@b', web_notification_template: '{{lookup this "x"}}' },
        'web_notification_template',
      ],
      [
        {
          type: 'web',
          vapid_subject: 'mailto:a@b',
          web_notification_template:
            '{{#each members}}{{#each ../members}}{{#each ../../members}}x{{/each}}{{/each}}{{/each}}',
        },
        'web_notification_template',
      ],
      [{ type: 'pigeon' }, 'type'],
    ]
    for (const [push_provider, field] of refused) {
      const { status, body } = await server.call('POST /push_providers', { push_provider })
      expect([status, Object.keys(body.exception_fields as object)]).toEqual([
        400,
        [`push_provider.${field}`],
      ])
    }
    expect((await server.person('alice').call('GET /push_providers')).status).toBe(403)
    for (let n = 0; n < 25; n++) {
      await server.ok('POST /push_providers', {
        push_provider: { type: 'xiaomi', name: `n${n}`, xiaomi_package_name: 'p', xiaomi_app_secret: 's' },
      })
    }
    const more = { type: 'xiaomi', name: 'more', xiaomi_package_name: 'p', xiaomi_app_secret: 's' }
    expect((await server.call('POST /push_providers', { push_provider: more })).status).toBe(400)
    await server.ok('POST /devices', {
      id: 'd',
      push_provider: 'xiaomi',
      push_provider_name: 'n3',
      user_id: 'bob',
    })
    expect(
      (
        await server.call('POST /devices', {
          id: 'd',
          push_provider: 'xiaomi',
          push_provider_name: 'nn',
          user_id: 'bob',
        })
      ).status,
    ).toBe(400)
  })
})

test('a message is pushed to members’ devices, with data and the templates’ text', async () => {
  await using receiver = firebase()
  await using server = await startServer()
  await useFirebase(server, receiver, {
    firebase_notification_template:
      '{"title":"{{ sender.name }} in {{ channel.name }}","body":"{{ message.text }} ({{ unread_count }})"}',
    firebase_data_template: '{"mood":"{{#if isMentioned}}you{{else}}all{{/if}}","n":1}',
    firebase_apn_template: '{"aps":{"badge":{{ unread_channels }} } }',
  })
  await hall(server)
  await devices(server, 'alice', 'bob')
  const { id } = await say(server, { text: 'say "hi"\n{{ sender.id }}', mentioned_users: ['bob'] })
  const got = await receiver.next(({ path }) => path === '/v1/projects/shop/messages:send')
  expect(got.headers.get('authorization')).toBe('Bearer granted')
  expect(got.body.message).toEqual({
    token: 'bob-phone',
    notification: { title: 'Alice in The Hall', body: 'say "hi"\n{{ sender.id }} (1)' },
    data: {
      sender: 'stream.chat',
      type: 'message.new',
      version: 'v2',
      id,
      message_id: id,
      channel_type: 'messaging',
      channel_id: 'hall',
      cid: CID,
      receiver_id: 'bob',
      mood: 'you',
      n: '1',
    },
    apns: { payload: { aps: { badge: 1 } } },
  })
  await settled(server)
  expect(tokensOf(receiver)).toEqual(['bob-phone'])
})

test('who does not want one, or may not see the message, gets none', async () => {
  await using receiver = firebase()
  await using server = await startServer()
  await useFirebase(server, receiver)
  await hall(server)
  await devices(server, ...people)
  const pushed = async (message: Frame, more: Frame = {}) => {
    receiver.all.splice(0)
    const { id } = await say(server, { text: 'hi', ...message }, more)
    await settled(server)
    return [
      tokensOf(receiver)
        .map(token => String(token).replace('-phone', ''))
        .join(' '),
      id,
    ] as const
  }
  const prefer = (preference: Frame) => server.ok('POST /push_preferences', { preferences: [preference] })
  expect((await pushed({}))[0]).toBe('bob carol dave')
  expect((await pushed({}, { skip_push: true }))[0]).toBe('')
  expect((await pushed({ silent: true }))[0]).toBe('')
  expect((await pushed({ restricted_visibility: ['carol'] }))[0]).toBe('carol')
  await prefer({ user_id: 'bob', chat_level: 'none' })
  await prefer({ user_id: 'carol', chat_level: 'mentions' })
  expect((await pushed({}))[0]).toBe('dave')
  expect((await pushed({ mentioned_users: ['carol', 'bob'] }))[0]).toBe('carol dave')
  await prefer({ user_id: 'bob', channel_cid: CID, chat_level: 'all' })
  await prefer({ user_id: 'dave', disabled_until: '2999-01-01T00:00:00Z' })
  expect((await pushed({}))[0]).toBe('bob')
  await prefer({ user_id: 'dave', remove_disable: true })
  await prefer({ user_id: 'bob', channel_cid: CID, chat_level: 'default' })
  await prefer({ user_id: 'bob', chat_level: 'default' })
  await prefer({ user_id: 'carol', chat_level: 'all' })
  const [all, parent] = await pushed({})
  expect(all).toBe('bob carol dave')
  expect((await pushed({ user_id: 'bob', parent_id: parent }))[0]).toBe('alice')
  expect((await pushed({ user_id: 'alice', parent_id: parent, mentioned_users: ['dave'] }))[0]).toBe(
    'bob dave',
  )
  await server.ok('POST /moderation/mute', { target_id: 'alice', user_id: 'bob' })
  await server.ok('POST /moderation/mute/channel', { channel_cid: CID, user_id: 'carol' })
  expect((await pushed({}))[0]).toBe('dave')
  await server.ok('PUT /channeltypes/messaging', { push_notifications: false })
  expect((await pushed({}))[0]).toBe('')
  await server.ok('PUT /channeltypes/messaging', { push_notifications: true })
  await server.ok('PATCH /app', { push_config: { version: 'v2', offline_only: true } })
  await server.connected('dave')
  expect((await pushed({}))[0]).toBe('')
})

test('who blocked the other one of two gets none', async () => {
  await using receiver = firebase()
  await using server = await startServer()
  await useFirebase(server, receiver)
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  await devices(server, 'bob')
  const data = { created_by_id: 'alice', members: ['alice', 'bob'] }
  const { channel } = await server.ok('POST /channels/messaging/query', { data })
  await server.ok('POST /users/block', { blocked_user_id: 'alice', user_id: 'bob' })
  await server.ok(`POST /channels/messaging/${(channel as Frame).id}/message`, {
    message: { text: 'hi', user_id: 'alice' },
  })
  await settled(server)
  expect(sends(receiver)).toHaveLength(0)
})

test('a device that the network does not know is not tried again until it registers', async () => {
  await using receiver = firebase(new Set(['bob-phone']))
  await using server = await startServer()
  await useFirebase(server, receiver)
  await hall(server)
  await devices(server, 'bob')
  await say(server, { text: 'one' })
  await settled(server)
  const bobs = async () =>
    (await server.ok('GET /devices', undefined, { query: { user_id: 'bob' } })).devices as Frame[]
  expect(await bobs()).toMatchObject([
    { id: 'bob-phone', disabled: true, disabled_reason: expect.stringContaining('no such device') },
  ])
  await say(server, { text: 'two' })
  await settled(server)
  expect(sends(receiver)).toHaveLength(1)
  await devices(server, 'bob')
  expect((await bobs())[0]).not.toHaveProperty('disabled')
})

test('what is said along with a change of the channel is pushed, unless that is not wanted', async () => {
  await using receiver = firebase()
  await using server = await startServer()
  await useFirebase(server, receiver)
  await hall(server)
  await devices(server, 'bob')
  const alice = server.person('alice')
  await server.ok('PUT /channeltypes/messaging', {
    grants: { user: ['truncate-channel', 'update-channel-members', 'create-message', 'read-channel'] },
  })
  const pushes = async (call: string, more: Frame) => {
    receiver.all.splice(0)
    await alice.ok(call, { message: { text: 'note' }, ...more })
    await settled(server)
    return tokensOf(receiver).length
  }
  for (const [call, body] of [
    ['POST /channels/messaging/hall', { add_members: ['carol'] }],
    ['POST /channels/messaging/hall/truncate', {}],
  ] as const) {
    expect([call, await pushes(call, body), await pushes(call, { ...body, skip_push: true })]).toEqual([
      call,
      1,
      0,
    ])
  }
})

test('reactions and edits are pushed where a provider has a template for them', async () => {
  await using receiver = firebase()
  await using server = await startServer()
  await useFirebase(server, receiver, {
    event_templates: {
      'message.updated': '{"title":"edited","body":"{{ message.text }}"}',
      'reaction.new': '{"title":"{{ sender.name }}","body":"{{ reaction.type }}"}',
    },
  })
  await hall(server)
  await devices(server, 'bob')
  const { id } = await say(server, { text: 'one' }, { skip_push: true })
  await server.ok(`POST /messages/${id}`, { message: { text: 'two', user_id: 'alice' } })
  const got = await receiver.next(({ path }) => path.endsWith('messages:send'))
  expect(got.body.message).toMatchObject({
    notification: { title: 'edited', body: 'two' },
    data: { type: 'message.updated' },
  })
  await settled(server)
  await devices(server, 'alice')
  await server.ok(`POST /messages/${id}/reaction`, { reaction: { type: 'love', user_id: 'carol' } })
  const reacted = await receiver.next(({ path }) => path.endsWith('messages:send'))
  expect(reacted.body.message).toMatchObject({
    token: 'alice-phone',
    notification: { title: 'Carol', body: 'love' },
  })
})

describe('networks', () => {
  test('Apple’s, over HTTP/2 with a signed token', async () => {
    const got: { headers: IncomingHttpHeaders; body: Frame }[] = []
    const apple = createServer((request, response) => {
      let text = ''
      request.on('data', chunk => {
        text += chunk
      })
      request.on('end', () => {
        got.push({ headers: request.headers, body: JSON.parse(text) })
        const isOld = request.headers[':path'] === '/3/device/old'
        response.writeHead(isOld ? 410 : 200)
        response.end(isOld ? '{"reason":"Unregistered"}' : '')
      })
    })
    await new Promise<void>(resolve => apple.listen(0, '127.0.0.1', () => resolve()))
    const { port } = apple.address() as AddressInfo
    await using server = await startServer()
    const push_provider = {
      type: 'apn',
      apn_auth_key: ecKey,
      apn_key_id: 'KEY1',
      apn_team_id: 'TEAM',
      apn_topic: 'com.shop',
      api_url: `http://127.0.0.1:${port}`,
    }
    await server.ok('POST /push_providers', { push_provider })
    await hall(server)
    await server.ok('POST /devices', { id: 'new', push_provider: 'apn', user_id: 'bob' })
    await server.ok('POST /devices', { id: 'old', push_provider: 'apn', user_id: 'bob' })
    await say(server, { text: 'hi' })
    await settled(server)
    apple.close()
    const pushed = got.find(({ headers }) => headers[':path'] === '/3/device/new')
    expect(pushed?.headers).toMatchObject({ 'apns-topic': 'com.shop', 'apns-push-type': 'alert' })
    const [head = '', claims = ''] = String(pushed?.headers.authorization).replace('bearer ', '').split('.')
    const decoded = [head, claims].map(part => JSON.parse(Buffer.from(part, 'base64url').toString()))
    expect(decoded).toMatchObject([{ alg: 'ES256', kid: 'KEY1' }, { iss: 'TEAM' }])
    expect(pushed?.body).toMatchObject({
      aps: { alert: { title: 'Alice @ The Hall', body: 'hi' } },
      stream: { receiver_id: 'bob', type: 'message.new' },
    })
    const { devices } = await server.ok('GET /devices', undefined, { query: { user_id: 'bob' } })
    expect((devices as Frame[]).find(({ id }) => id === 'old')).toMatchObject({ disabled: true })
  })

  test('Huawei’s and Xiaomi’s', async () => {
    await using receiver = new Receiver(({ path }) => {
      if (path === '/oauth2/v3/token') return Response.json({ access_token: 'hw' })
      return Response.json({ code: '80000000', result: 'ok' })
    })
    await using server = await startServer()
    const at = { api_url: receiver.url, auth_url: receiver.url }
    await server.ok('POST /push_providers', {
      push_provider: { type: 'huawei', huawei_app_id: '99', huawei_app_secret: 's', ...at },
    })
    await server.ok('POST /push_providers', {
      push_provider: { type: 'xiaomi', xiaomi_package_name: 'com.shop', xiaomi_app_secret: 'mi', ...at },
    })
    await hall(server)
    await server.ok('POST /devices', { id: 'h', push_provider: 'huawei', user_id: 'bob' })
    await server.ok('POST /devices', { id: 'x', push_provider: 'xiaomi', user_id: 'bob' })
    await say(server, { text: 'hi' })
    const huawei = await receiver.next(({ path }) => path === '/v1/99/messages:send')
    expect(huawei.headers.get('authorization')).toBe('Bearer hw')
    expect(huawei.body.message).toMatchObject({
      token: ['h'],
      notification: { title: 'Alice @ The Hall', body: 'hi' },
    })
    const xiaomi = await receiver.next(({ path }) => path === '/v3/message/regid')
    expect(xiaomi.headers.get('authorization')).toBe('key=mi')
    const form = new URLSearchParams(xiaomi.text)
    expect(Object.fromEntries(form)).toMatchObject({
      registration_id: 'x',
      restricted_package_name: 'com.shop',
      description: 'hi',
    })
  })

  test('browsers’, encrypted, never to an address of our own network unless that is allowed', async () => {
    const gone = new Set(['/gone'])
    await using browsers = new Receiver(
      ({ path }) => new Response('', { status: gone.has(path) ? 410 : 201 }),
    )
    const keys = { p256dh: webKey(), auth: Buffer.alloc(16, 7).toString('base64url') }
    const pushTo = async (server: TestServer, ...paths: string[]) => {
      await server.ok('POST /push_providers', {
        push_provider: { type: 'web', vapid_subject: 'mailto:a@shop.example' },
      })
      await hall(server)
      for (const path of paths) {
        await server.ok('POST /devices', {
          id: browsers.url + path,
          push_provider: 'web',
          web_push_keys: keys,
          user_id: 'bob',
        })
      }
      await say(server, { text: 'hi' })
      await settled(server)
    }
    {
      await using server = await startServer()
      await pushTo(server, '/secret')
      expect(browsers.all).toHaveLength(0)
      expect(
        (
          await server.call('POST /devices', {
            id: 'x',
            push_provider: 'web',
            web_push_keys: keys,
            user_id: 'bob',
          })
        ).status,
      ).toBe(400)
      expect(
        (await server.call('POST /devices', { id: browsers.url, push_provider: 'web', user_id: 'bob' }))
          .status,
      ).toBe(400)
    }
    await using server = await startServer({ config: { fetchAllow: ['127.0.0.1'] } })
    await pushTo(server, '/fine', '/gone')
    const fine = await browsers.next(({ path }) => path === '/fine')
    expect(fine.headers.get('content-encoding')).toBe('aes128gcm')
    expect(fine.headers.get('authorization')).toMatch(/^vapid t=[\w.-]+, k=[\w-]+$/)
    const { devices } = await server.ok('GET /devices', undefined, { query: { user_id: 'bob' } })
    expect((devices as Frame[]).map(({ disabled }) => disabled)).toEqual([undefined, true])
  })
})

function webKey(): string {
  const { x = '', y = '' } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({
    format: 'jwk',
  })
  const bytes = [Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]
  return Buffer.concat(bytes).toString('base64url')
}

describe('check_push', () => {
  test('renders with the given templates and echoes the message', async () => {
    await using server = await startServer()
    await hall(server)
    const { id } = await say(server, { text: 'a "quoted" text' })
    const checked = await server.ok('POST /check_push', {
      message_id: id,
      apn_template: '{"aps":{"alert":"{{ sender.name }}: {{ truncate message.text 5 }}"}}',
      firebase_template:
        '{"title":"{{#ifGt unread_count 0}}many{{else}}none{{/ifGt}}","body":"{{implodeMembers otherMembers limit=2}}","raw":{{json message.text}} }',
      firebase_data_template: '{"sender":"{{ sender.id }}","n":7}',
      skip_devices: true,
      user_id: 'bob',
    })
    expect(checked).toMatchObject({
      skip_devices: true,
      device_errors: {},
      general_errors: [],
      rendered_apn_template: '{"aps":{"alert":"Alice: a \\"q…"}}',
      rendered_message: { message_id: id, sender: 'alice', n: '7', receiver_id: 'bob' },
    })
    expect(JSON.parse(String(checked.rendered_firebase_template))).toMatchObject({
      title: 'none',
      raw: 'a "quoted" text',
    })
    const values = Object.values(checked.rendered_message as object)
    expect(values.every(value => typeof value === 'string')).toBe(true)
  })

  test('takes any message of the user, and tells what went wrong', async () => {
    await using receiver = firebase(new Set(['bob-phone']))
    await using server = await startServer()
    await hall(server)
    const { id } = await say(server, { text: 'hi' })
    await devices(server, 'bob')
    const without = await server.ok('POST /check_push', {
      user_id: 'bob',
      apn_template: '{{ message.text }}',
    })
    expect(without).toMatchObject({
      rendered_message: { message_id: id },
      device_errors: {
        'bob-phone': {
          provider: 'firebase',
          provider_name: '',
          error_message: expect.stringContaining('no push provider'),
        },
      },
      general_errors: [expect.stringContaining('apn template')],
    })
    await useFirebase(server, receiver)
    const tried = await server.ok('POST /check_push', { user_id: 'bob' })
    expect((tried.device_errors as Record<string, Frame>)['bob-phone']?.error_message).toContain(
      'no such device',
    )
    expect(
      (await server.call('POST /check_push', { message_id: 'nothing', skip_devices: true })).status,
    ).toBe(404)
    expect((await server.call('POST /check_push', {})).status).toBe(400)
    expect((await server.call('POST /check_push', { user_id: 'nobody' })).status).toBe(404)
  })

  test('says so when the provider that it names is not configured', async () => {
    await using server = await startServer()
    await hall(server)
    const { id } = await say(server, { text: 'hi' })
    const errorsOf = async (named: Frame) =>
      (await server.ok('POST /check_push', { message_id: id, skip_devices: true, ...named })).general_errors
    expect(await errorsOf({})).toEqual([])
    expect(await errorsOf({ push_provider_type: 'huawei' })).toEqual([
      'no push provider of type huawei is configured',
    ])
    await using receiver = firebase(new Set())
    await useFirebase(server, receiver)
    expect(await errorsOf({ push_provider_type: 'firebase' })).toEqual([])
    expect(await errorsOf({ push_provider_type: 'apn' })).toHaveLength(1)
    expect(await errorsOf({ push_provider_type: 'firebase', push_provider_name: 'other' })).toEqual([
      'no push provider "other" of type firebase is configured',
    ])
  })

  test('nothing but the context can be reached from a template', async () => {
    await using server = await startServer()
    await hall(server)
    const { id } = await say(server, { text: 'hi' })
    const tricks = [
      '{{ message.constructor }}',
      '{{ constructor.constructor }}',
      '{{ __proto__ }}',
      '{{#with message}}x{{/with}}',
      '{{ lookup message "constructor" }}',
      '{{ log "x" }}',
      '{{> partial }}',
      '{{ helperMissing }}',
      '{{ sender.name.toHTML }}',
    ]
    for (const trick of tricks) {
      const template = `{"x":"${trick.replaceAll('"', "'")}"}`
      const { general_errors: errors, rendered_apn_template: rendered } = await server.ok(
        'POST /check_push',
        {
          message_id: id,
          apn_template: template,
          skip_devices: true,
        },
      )
      if ((errors as string[]).length === 0) expect([trick, rendered]).toEqual([trick, '{"x":""}'])
    }
  })
})

test('clients say what they want pushed for themselves alone', async () => {
  await using server = await startServer()
  await hall(server)
  const bob = server.person('bob')
  const preferences = [
    { chat_level: 'mentions' },
    { channel_cid: CID, chat_level: 'none', disabled_until: '2999-01-01T00:00:00Z' },
  ]
  expect(await bob.ok('POST /push_preferences', { preferences })).toMatchObject({
    user_preferences: { bob: { chat_level: 'mentions' } },
    user_channel_preferences: {
      bob: { [CID]: { chat_level: 'none', disabled_until: '2999-01-01T00:00:00Z' } },
    },
  })
  expect((await bob.connect()).me).toMatchObject({ push_preferences: { chat_level: 'mentions' } })
  const others = [{ chat_level: 'all' }, { user_id: 'carol', chat_level: 'none' }]
  expect((await bob.call('POST /push_preferences', { preferences: others })).status).toBe(403)
  expect(
    (await bob.ok('POST /push_preferences', { preferences: [{ call_level: 'none' }] })).user_preferences,
  ).toEqual({
    bob: { chat_level: 'mentions', call_level: 'none' },
  })
  expect((await bob.call('POST /push_preferences', { preferences: [] })).status).toBe(400)
  expect(
    (await bob.call('POST /push_preferences', { preferences: [{ channel_cid: 'messaging:nothing' }] }))
      .status,
  ).toBe(404)
})

test('a channel says what its caller wants pushed of it', async () => {
  await using server = await startServer()
  await hall(server)
  const bob = server.person('bob')
  const said = { chat_level: 'none', disabled_until: '2999-01-01T00:00:00Z' }
  const ofHall = async (who: Pick<typeof bob, 'ok'>, body: object = {}) =>
    (await who.ok('POST /channels/messaging/hall/query', body)).push_preferences
  const listed = async (body: object = {}) => {
    const query = { filter_conditions: { members: { $in: ['bob'] } }, ...body }
    const { channels } = await bob.ok('POST /channels', query)
    return (channels as Frame[]).map(state => state.push_preferences)
  }
  expect(await ofHall(bob)).toBeUndefined()
  await bob.ok('POST /push_preferences', { preferences: [{ channel_cid: CID, ...said }] })
  expect(await ofHall(bob)).toEqual(said)
  expect(await listed()).toEqual([said])
  expect(await ofHall(server, { user_id: 'bob' })).toEqual(said)
  expect(await ofHall(server)).toBeUndefined()
  expect(await ofHall(server.person('carol'))).toBeUndefined()
  const back = { channel_cid: CID, chat_level: 'default', remove_disable: true }
  await bob.ok('POST /push_preferences', { preferences: [back] })
  expect(await listed()).toEqual([undefined])
})
