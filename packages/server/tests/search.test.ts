import { expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'

type Who = Pick<Person, 'call' | 'ok'> | Pick<TestServer, 'call' | 'ok'>
type Query = Record<string, unknown>

const payload = (query: Query) => ({
  query: { payload: JSON.stringify({ filter_conditions: { type: 'messaging' }, ...query }) },
})

async function search(who: Who, query: Query): Promise<string[]> {
  const { results } = await who.ok('GET /search', undefined, payload(query))
  return (results as { message: Frame }[]).map(result => String(result.message.text))
}

async function refusal(who: Who, query: Query): Promise<string> {
  const { status, body } = await who.call('GET /search', undefined, payload(query))
  expect([status, body.code]).toEqual([400, 4])
  return String(body.message)
}

async function room(
  server: TestServer,
  id: string,
  ...members: string[]
): Promise<(text: string, more?: object) => Promise<Frame>> {
  await server.ok(`POST /channels/messaging/${id}/query`, {
    data: { created_by_id: members[0], members },
  })
  return async (text, more = {}) => {
    const message = { text, user_id: members[0], ...more }
    const reply = await server.ok(`POST /channels/messaging/${id}/message`, { message })
    return reply.message as Frame
  }
}

test('words are found, parts of words are not', async () => {
  await using server = await startServer()
  const say = await room(server, 'one', 'alice')
  await say('supercalifragilisticexpialidocious')
  await say("it ends in 'cious', they say")
  await say('Über den Wolken')
  await say('a-b foo_bar file.txt 日本語 हिन्दी “quoted” — é')
  expect(await search(server, { query: 'cious' })).toEqual(["it ends in 'cious', they say"])
  expect(await search(server, { query: 'SUPERcalifragilisticexpialidocious' })).toHaveLength(1)
  expect(await search(server, { query: 'wolken über' })).toEqual(['Über den Wolken'])
  for (const query of ['foo', 'bar', 'txt', 'file', 'b', '日本語', 'foo-bar', 'हिन्दी', 'quoted', 'é']) {
    expect(await search(server, { query })).toHaveLength(1)
  }
  for (const query of ['wolk', '!!!', 'cious nothing', 'x" OR "y', 'text:cious', 'NEAR(a b)']) {
    expect(await search(server, { query })).toEqual([])
  }
  const start = { message_filter_conditions: { text: { $autocomplete: 'den wol' } } }
  expect(await search(server, start)).toEqual(['Über den Wolken'])
})

test('the best match comes first, or the order that is asked for', async () => {
  await using server = await startServer()
  const say = await room(server, 'one', 'alice')
  await say('tea and many other things that one can drink in the afternoon', { rank: 1 })
  await say('tea', { rank: 3 })
  await say('tea tea or coffee', { rank: 2 })
  expect(await search(server, { query: 'tea' })).toEqual([
    'tea',
    'tea tea or coffee',
    'tea and many other things that one can drink in the afternoon',
  ])
  const byRank = { query: 'tea', sort: [{ field: 'rank', direction: -1 }] }
  expect(await search(server, byRank)).toEqual([
    'tea',
    'tea tea or coffee',
    'tea and many other things that one can drink in the afternoon',
  ])
  const byTime = { query: 'tea', sort: [{ field: 'created_at', direction: 1 }] }
  expect((await search(server, byTime))[0]).toStartWith('tea and many')
})

test('an edited message is found by its new words, a deleted one not at all', async () => {
  await using server = await startServer()
  const say = await room(server, 'one', 'alice')
  const { id } = await say('apples')
  const other = await say('apples and pears')
  expect(await search(server, { query: 'apples' })).toHaveLength(2)
  await server.ok(`POST /messages/${id}`, { message: { text: 'oranges', user_id: 'alice' } })
  expect(await search(server, { query: 'apples' })).toEqual(['apples and pears'])
  expect(await search(server, { query: 'oranges' })).toEqual(['oranges'])
  await server.ok(`DELETE /messages/${id}`)
  await server.ok(`DELETE /messages/${other.id}`, undefined, { query: { hard: 'true' } })
  await say('apples again')
  expect(await search(server, { query: 'oranges' })).toEqual([])
  expect(await search(server, { query: 'apples' })).toEqual(['apples again'])
  await say('apples from the house', { type: 'system' })
  expect(await search(server, { query: 'apples' })).toEqual(['apples again'])
})

test('what was said is found at once, however many say and search something', async () => {
  await using server = await startServer()
  const say = await room(server, 'one', 'alice')
  const talk = async (speaker: number) => {
    for (let n = 0; n < 8; n++) {
      const word = `word${speaker}x${n}`
      const { id } = await say(word)
      expect(await search(server, { query: word })).toEqual([word])
      const edited = { message: { text: `new${word}`, user_id: 'alice' } }
      // Whoever searches meanwhile brings the old words into the index.
      await Promise.all([server.ok(`POST /messages/${id}`, edited), search(server, { query: word })])
      expect(await search(server, { query: `new${word}` })).toEqual([`new${word}`])
      expect(await search(server, { query: word })).toEqual([])
    }
  }
  await Promise.all(Array.from({ length: 10 }, (_, speaker) => talk(speaker)))
})

test('fields of messages', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const say = await room(server, 'one', 'alice', 'bob')
  const first = await say('plain')
  await say('photo', { attachments: [{ type: 'image', image_url: 'https://a.example/x.png' }] })
  await say('for bob', { mentioned_users: ['bob'] })
  await say('red', { colour: 'red', size: { cm: 5 } })
  await say('answer', { parent_id: first.id })
  await say('stuck', { pinned: true })
  await say('from bob', { user_id: 'bob' })
  const cases: [Query, string[]][] = [
    [{ id: first.id }, ['plain']],
    [{ attachments: { $exists: true } }, ['photo']],
    [{ 'attachments.type': { $in: ['image', 'video'] } }, ['photo']],
    [{ 'attachments.type': 'video' }, []],
    [{ 'mentioned_users.id': { $contains: 'bob' } }, ['for bob']],
    [{ colour: 'red' }, ['red']],
    [{ 'size.cm': { $gt: 4 } }, ['red']],
    [{ parent_id: first.id }, ['answer']],
    [{ reply_count: { $gt: 0 } }, ['plain']],
    [{ pinned: true }, ['stuck']],
    [{ 'user.id': 'bob' }, ['from bob']],
    [{ type: 'reply' }, ['answer']],
    [{ $or: [{ text: { $q: 'red' } }, { text: { $q: 'photo' } }] }, ['photo', 'red']],
    [{ $and: [{ text: { $q: 'bob' } }, { 'user.id': 'bob' }] }, ['from bob']],
    [
      { $nor: [{ text: { $q: 'bob' } }, { pinned: true }], 'user.id': 'alice', parent_id: null },
      ['photo', 'plain', 'red'],
    ],
    [{ created_at: { $lte: first.created_at } }, ['plain']],
  ]
  for (const [conditions, texts] of cases) {
    const found = await search(server, { message_filter_conditions: conditions })
    expect([conditions, found.sort()]).toEqual([conditions, texts])
  }
})

test('only what the caller may read is found', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const inOne = await room(server, 'one', 'alice', 'bob')
  const inTwo = await room(server, 'two', 'bob')
  await inOne('secret of both')
  await inTwo('secret of bob')
  const [alice, bob] = [server.person('alice'), server.person('bob')]
  expect(await search(alice, { query: 'secret' })).toEqual(['secret of both'])
  expect((await search(bob, { query: 'secret' })).sort()).toEqual(['secret of bob', 'secret of both'])
  expect((await search(server, { query: 'secret' })).sort()).toEqual(['secret of bob', 'secret of both'])
  const inTwoOnly = { query: 'secret', filter_conditions: { cid: 'messaging:two' } }
  expect(await search(alice, inTwoOnly)).toEqual([])
  expect(await search(bob, inTwoOnly)).toEqual(['secret of bob'])
  // History hidden from who came later stays hidden.
  await server.ok('POST /channels/messaging/two', { add_members: ['alice'], hide_history: true })
  await inTwo('a secret that alice hears')
  expect(await search(alice, inTwoOnly)).toEqual(['a secret that alice hears'])
  // A channel type may keep its messages from being searched.
  await server.ok('PUT /channeltypes/messaging', { search: false })
  expect(await search(alice, { query: 'secret' })).toEqual([])
})

test('hundreds of channels at once', async () => {
  await using server = await startServer()
  const say = await room(server, 'room-0', 'alice')
  for (let n = 1; n < 300; n++) await room(server, `room-${n}`, 'alice')
  await say('a word in one of them')
  expect(await search(server.person('alice'), { query: 'one word' })).toHaveLength(1)
})

test('pages by cursor and by offset', async () => {
  await using server = await startServer()
  const say = await room(server, 'one', 'alice')
  for (let n = 0; n < 5; n++) await say('same words', { n })
  const sort = [{ field: 'n', direction: 1 }]
  const numbers: unknown[] = []
  let next: string | undefined
  let previous: unknown
  do {
    const page = await server.ok('GET /search', undefined, payload({ query: 'same', sort, limit: 2, next }))
    numbers.push((page.results as { message: Frame }[]).map(({ message }) => message.n))
    previous = page.previous
    next = page.next as string | undefined
  } while (next)
  expect(numbers).toEqual([[0, 1], [2, 3], [4]])
  const back = await server.ok(
    'GET /search',
    undefined,
    payload({ query: 'same', sort, limit: 2, next: previous }),
  )
  expect((back.results as { message: Frame }[]).map(({ message }) => message.n)).toEqual([2, 3])
  const single = await server.ok('GET /search', undefined, payload({ query: 'same' }))
  expect(Object.keys(single).sort()).toEqual(['duration', 'results'])
  const found = single.results as { message: Frame }[]
  expect(found[0]?.message.channel).toMatchObject({ cid: 'messaging:one' })
  const offset = await server.ok('GET /search', undefined, payload({ query: 'same', limit: 2, offset: 4 }))
  expect(offset.results).toHaveLength(1)
})

test('what can not be searched is said', async () => {
  await using server = await startServer()
  expect(await refusal(server, {})).toContain('query must be given')
  expect(await refusal(server, { query: 'a', message_filter_conditions: { text: 'a' } })).toContain(
    'not both',
  )
  expect(await refusal(server, { query: 'a', filter_conditions: undefined })).toContain('which channels')
  expect(await refusal(server, { query: 'a', offset: 1, sort: [{ field: 'id' }] })).toContain('offset')
  expect(await refusal(server, { message_filter_conditions: { cid: 'x' } })).toContain('filter_conditions')
  expect(await refusal(server, { message_filter_conditions: { text: { $contains: 'x' } } })).toContain(
    '$contains',
  )
  expect(await refusal(server, { query: 'a', next: 'nonsense' })).toContain('cursor')
  const say = await room(server, 'one', 'alice')
  await say('a')
  await say('a')
  const { next } = await server.ok('GET /search', undefined, payload({ query: 'a', limit: 1 }))
  expect(await refusal(server, { query: 'b', limit: 1, next })).toContain('another query')
  const anonymous = await server.anonymous().call('GET /search', undefined, payload({ query: 'a' }))
  expect([anonymous.status, anonymous.body.results]).toEqual([200, []])
})
