import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'

async function hall(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const dave = await server.connected('dave')
  await alice.watch(HALL, { members: ['alice', 'bob', 'dave'] })
  await bob.watch(HALL)
  await dave.watch(HALL)
  const message = await alice.send(HALL, 'look at this')
  const path = `/messages/${message.id}`
  const react = (reaction: Frame, extra: Frame = {}) =>
    bob.call(`POST ${path}/reaction`, { reaction, ...extra })
  return { alice, bob, dave, message, path, react }
}

test('a reaction is counted, shown to everybody and as one’s own to who gave it', async () => {
  await using server = await startServer()
  const { alice, bob, dave, path } = await hall(server)
  const law = await Law.begin(server, HALL, dave)
  const love = { type: 'love', score: 5, emoji_code: '2764', count: 42, message_id: 'forged' }
  const { message, reaction } = await bob.ok(`POST ${path}/reaction`, { reaction: love })
  expect(reaction).toMatchObject({ type: 'love', score: 5, count: 42, user_id: 'bob', user: { id: 'bob' } })
  expect(message).toMatchObject({
    latest_reactions: [{ type: 'love', emoji_code: '2764' }],
    own_reactions: [{ type: 'love', user_id: 'bob' }],
    reaction_counts: { love: 1 },
    reaction_scores: { love: 5 },
    reaction_groups: { love: { count: 1, sum_scores: 5 } },
  })
  expect((reaction as Frame).message_id).toBe((message as Frame).id)
  const told = await alice.next('reaction.new')
  expect(told).toMatchObject({ user: { id: 'bob' }, reaction: { score: 5 }, message: { own_reactions: [] } })
  await law.holds()

  await alice.ok(`POST ${path}/reaction`, { reaction: { type: 'love' } })
  await bob.ok(`POST ${path}/reaction`, { reaction: { type: 'love', score: 2 } })
  expect(await alice.next('reaction.updated')).toMatchObject({ reaction: { score: 2, user_id: 'bob' } })
  const seen = await alice.ok(`GET ${path}`)
  expect(seen.message).toMatchObject({
    own_reactions: [{ user_id: 'alice', score: 1 }],
    reaction_counts: { love: 2 },
    reaction_scores: { love: 3 },
  })
  expect(((await server.ok(`GET ${path}`)).message as Frame).own_reactions).toEqual([])
  expect((await bob.watch(HALL)).messages).toMatchObject([{ own_reactions: [{ user_id: 'bob' }] }])
  await law.holds()

  const taken = await bob.ok(`DELETE ${path}/reaction/love`)
  expect(taken).toMatchObject({ reaction: { type: 'love', score: 2 }, message: { own_reactions: [] } })
  await server.ok(`DELETE ${path}/reaction/love?user_id=alice`)
  expect(await alice.next('reaction.deleted')).toMatchObject({ message: { reaction_counts: { love: 1 } } })
  await law.holds()
  const { message: bare } = await alice.ok(`GET ${path}`)
  expect(bare).toMatchObject({ latest_reactions: [], reaction_counts: {}, reaction_groups: null })
  expect((await bob.call(`DELETE ${path}/reaction/love`)).body).toMatchObject({ code: 16 })
})

test('enforce_unique takes back the others, wherever it stands', async () => {
  await using server = await startServer()
  const { alice, bob, dave, path, react } = await hall(server)
  const law = await Law.begin(server, HALL, dave)
  await alice.ok(`POST ${path}/reaction`, { reaction: { type: 'love' } })
  await react({ type: 'love' })
  await react({ type: 'wow' })
  const { body } = await react({ type: 'clap' }, { enforce_unique: true })
  expect(body.message).toMatchObject({
    own_reactions: [{ type: 'clap' }],
    reaction_counts: { love: 1, clap: 1 },
  })
  expect((body.message as Frame).reaction_counts).toEqual({ love: 1, clap: 1 })
  const types = []
  for (let n = 0; n < 2; n++) types.push(((await alice.next('reaction.deleted')).reaction as Frame).type)
  expect(types.sort()).toEqual(['love', 'wow'])
  await react({ type: 'sad', enforce_unique: true })
  await law.holds()
  const { reactions } = await bob.ok(`GET ${path}/reactions`)
  expect(reactions).toMatchObject([{ type: 'sad' }, { type: 'love' }])
})

test('reactions are listed the newest first, and ten of them with the message', async () => {
  await using server = await startServer()
  const { bob, path } = await hall(server)
  for (let n = 0; n < 12; n++) {
    await server.ok(`POST ${path}/reaction`, {
      reaction: { type: n % 2 ? 'clap' : 'love', user_id: `u${n}`, n },
    })
  }
  const { message } = await bob.ok(`GET ${path}`)
  const latest = (message as { latest_reactions: Frame[] }).latest_reactions
  expect(latest.map(reaction => reaction.n)).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2])
  expect(message).toMatchObject({ reaction_counts: { clap: 6, love: 6 } })
  const page = await bob.ok(`GET ${path}/reactions?limit=2&offset=1`)
  expect(page.reactions).toMatchObject([{ n: 10 }, { n: 9 }])

  const query = (body: Frame) => bob.call(`POST ${path}/reactions`, body)
  const claps = await query({ filter: { type: 'clap' }, limit: 4 })
  expect(claps.body.reactions).toMatchObject([{ n: 11 }, { n: 9 }, { n: 7 }, { n: 5 }])
  expect(claps.body.prev).toBeUndefined()
  const rest = await query({ filter: { type: 'clap' }, limit: 4, next: claps.body.next })
  expect(rest.body.reactions).toMatchObject([{ n: 3 }, { n: 1 }])
  expect(rest.body.next).toBeUndefined()
  const back = await query({ filter: { type: 'clap' }, limit: 4, prev: rest.body.prev })
  expect(back.body.reactions).toEqual(claps.body.reactions)
  const sorted = await query({
    sort: [{ field: 'type' }, { field: 'created_at', direction: -1 }],
    limit: 300,
  })
  expect((sorted.body.reactions as Frame[]).map(({ n }) => n)).toEqual([11, 9, 7, 5, 3, 1, 10, 8, 6, 4, 2, 0])
  expect(sorted.body.next).toBeUndefined()
  const own = await query({ filter: { user_id: { $in: ['u3', 'u4'] }, n: { $gt: 3 } } })
  expect(own.body.reactions).toMatchObject([{ n: 4 }])
  for (const bad of [
    { sort: [{ field: 'n' }] },
    { next: 'x' },
    { filter: { user: 'bob' } },
    { limit: 301 },
  ]) {
    expect((await query(bad)).body).toMatchObject({ code: 4 })
  }
})

test('who may react, and where', async () => {
  await using server = await startServer()
  const { bob, message, path, react } = await hall(server)
  const carol = await server.connected('carol')
  expect((await carol.call(`POST ${path}/reaction`, { reaction: { type: 'love' } })).body).toMatchObject({
    code: 17,
  })
  expect((await carol.call(`GET ${path}/reactions`)).body).toMatchObject({ code: 17 })
  expect((await react({ type: 'love' })).status).toBe(200)
  const change = (set: Frame) => server.ok(`PATCH ${channelPath(HALL)}`, { set })
  await change({ frozen: true })
  expect((await react({ type: 'wow' })).body).toMatchObject({ code: 17, StatusCode: 403 })
  expect((await bob.call(`DELETE ${path}/reaction/love`)).status).toBe(403)
  await change({ frozen: false, config_overrides: { reactions: false } })
  expect((await react({ type: 'wow' })).body).toMatchObject({ code: 19, details: { feature: 'reactions' } })
  await change({ config_overrides: { grants: { channel_member: ['!create-reaction'] } } })
  expect((await react({ type: 'wow' })).body).toMatchObject({ code: 17 })
  expect((await bob.call(`DELETE ${path}/reaction/love`)).status).toBe(200)
  await change({ config_overrides: {} })
  const bad = [{}, { type: '' }, { type: 'a b' }, { type: '__proto__' }, { type: 'x', score: 1.5 }]
  for (const reaction of bad) expect((await react(reaction)).body).toMatchObject({ code: 4 })
  expect((await react({ type: 'x', note: 'y'.repeat(1025) })).body).toMatchObject({ code: 4 })
  expect((await react({ type: 'constructor' })).status).toBe(200)
  expect((await react({ type: '👍' })).status).toBe(200)
  expect((await bob.call(`DELETE ${path}/reaction/${encodeURIComponent('👍')}`)).status).toBe(200)
  const nobody = await server.call(`POST ${path}/reaction`, { reaction: { type: 'love' } })
  expect(nobody.body).toMatchObject({ code: 4 })
  await server.ok(`DELETE ${path}`)
  expect((await react({ type: 'love' })).body).toMatchObject({ code: 16 })
  expect((await bob.ok(`GET ${path}`)).message).toMatchObject({ latest_reactions: [], reaction_groups: null })
  await server.ok(`DELETE ${path}?hard=true`)
  await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { id: message.id, text: 'again', user_id: 'bob' },
  })
  await react({ type: 'wow' })
  expect((await bob.ok(`GET ${path}/reactions`)).reactions).toMatchObject([{ type: 'wow' }])
})

test('reactions to what is not for everybody are not either', async () => {
  await using server = await startServer()
  const { alice, bob, dave } = await hall(server)
  const laws = await Promise.all([bob, dave].map(person => Law.begin(person, HALL, person)))
  const secret = { text: 'psst', user_id: 'alice', restricted_visibility: ['bob'] }
  const { message } = await server.ok(`POST ${channelPath(HALL)}/message`, { message: secret })
  const path = `POST /messages/${(message as Frame).id}/reaction`
  await bob.ok(path, { reaction: { type: 'love' } })
  await bob.ok(path, { reaction: { type: 'wow' } })
  await bob.ok(path, { reaction: { type: 'love', score: 2 } })
  expect(await alice.next('reaction.new')).toMatchObject({ user: { id: 'bob' } })
  expect((await dave.call(path, { reaction: { type: 'love' } })).body).toMatchObject({ code: 16 })
  for (const law of laws) await law.holds()
  expect(dave.socket.drain().map(frame => frame.type)).not.toContain('reaction.new')
})

test('many at once are all counted', async () => {
  await using server = await startServer()
  const { bob, path } = await hall(server)
  const all = Array.from({ length: 40 }, (_, n) => n)
  await Promise.all(
    all.map(n =>
      server.ok(`POST ${path}/reaction`, { reaction: { type: 'love', user_id: `u${n}`, score: n } }),
    ),
  )
  expect((await bob.ok(`GET ${path}`)).message).toMatchObject({
    reaction_groups: { love: { count: 40, sum_scores: 780 } },
  })
})

test('a guest who becomes a user takes the reactions along', async () => {
  await using server = await startServer()
  const guest = await (await server.guest('visitor')).connect()
  const show = 'livestream:show'
  await server.ok(`POST ${channelPath(show)}/query`, { data: { created_by_id: 'host' } })
  const sent = await server.ok(`POST ${channelPath(show)}/message`, {
    message: { text: 'hi', user_id: 'host' },
  })
  const path = `/messages/${(sent.message as Frame).id}`
  const give = (type: string, user_id: string) =>
    server.ok(`POST ${path}/reaction`, { reaction: { type, user_id } })
  await give('love', guest.id)
  await give('wow', guest.id)
  await give('love', 'dora')
  const upgrade = { type: 'user.upgrade', id: '1', token: server.token('dora'), merge: true }
  guest.socket.send(upgrade)
  await guest.next('user.upgraded')
  const { message } = await server.ok(`GET ${path}`)
  expect(message).toMatchObject({ reaction_groups: { love: { count: 1 }, wow: { count: 1 } } })
  expect((await server.ok(`GET ${path}/reactions`)).reactions).toMatchObject([
    { user_id: 'dora' },
    { user_id: 'dora' },
  ])
})
