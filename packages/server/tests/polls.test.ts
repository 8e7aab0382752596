import { expect, test } from 'bun:test'
import {
  channelPath,
  eventually,
  type Frame,
  type Person,
  startServer,
  type TestServer,
} from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'

/** Polls are on, members send them and vote, users make them. */
async function letPeoplePoll(server: TestServer): Promise<void> {
  const { grants } = (await server.ok('GET /channeltypes/messaging')) as unknown as {
    grants: Record<string, string[]>
  }
  const member = [...(grants.channel_member ?? []), 'send-poll', 'cast-vote', 'query-votes']
  await server.ok('PUT /channeltypes/messaging', { polls: true, grants: { channel_member: member } })
  const { app } = await server.ok('GET /app')
  const { user } = (app as { grants: Record<string, string[]> }).grants
  const own = [
    'create-poll',
    'update-poll-owner',
    'close-poll-owner',
    'delete-poll-owner',
    'query-polls-owner',
  ]
  await server.ok('PATCH /app', { grants: { user: [...(user ?? []), ...own] } })
}

async function hall(server: TestServer, ...ids: string[]): Promise<Person[]> {
  await letPeoplePoll(server)
  const people = await Promise.all(ids.map(id => server.connected(id)))
  for (const person of people) await person.watch(HALL, { members: ids })
  return people
}

type Poll = Frame & {
  id: string
  options: { id: string; text: string }[]
  own_votes: Frame[]
  latest_votes_by_option: Record<string, Frame[]>
  vote_counts_by_option: Record<string, number>
}

async function make(person: { ok: Person['ok'] }, data: Record<string, unknown> = {}): Promise<Poll> {
  const body = { name: 'Lunch?', options: [{ text: 'pizza' }, { text: 'soup', hot: true }], ...data }
  return (await person.ok('POST /polls', body)).poll as Poll
}

const optionOf = (poll: Poll, at: number): string => poll.options[at]?.id ?? ''

const vote = (person: Person, message: Frame, poll: Poll, choice: Record<string, unknown>) =>
  person.call(`POST /messages/${message.id}/polls/${poll.id}/vote`, { vote: choice })

test('a poll is made, sent, voted in and closed, and everybody watches it happen', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  const law = await Law.begin(server, HALL, bob)
  const poll = await make(alice, { description: 'Today', mood: 'hungry' })
  expect(poll).toMatchObject({
    name: 'Lunch?',
    description: 'Today',
    mood: 'hungry',
    voting_visibility: 'public',
    enforce_unique_vote: false,
    max_votes_allowed: null,
    is_closed: false,
    options: [{ text: 'pizza' }, { text: 'soup', hot: true }],
    vote_count: 0,
    answers_count: 0,
    own_votes: [],
    created_by_id: 'alice',
    created_by: { id: 'alice' },
  })
  const sent = await alice.send(HALL, '', { poll_id: poll.id })
  expect(sent).toMatchObject({ poll_id: poll.id, poll: { id: poll.id } })
  await law.holds()

  const pizza = optionOf(poll, 0)
  const first = await vote(bob, sent, poll, { option_id: pizza })
  expect(first.body).toMatchObject({
    vote: { option_id: pizza, is_answer: false, user_id: 'bob', user: { id: 'bob' }, poll_id: poll.id },
    poll: { vote_count: 1, own_votes: [{ option_id: pizza }] },
  })
  const event = await alice.next('poll.vote_casted')
  expect(event).toMatchObject({
    cid: HALL,
    message: { id: sent.id, poll_id: poll.id },
    poll: {
      vote_count: 1,
      vote_counts_by_option: { [pizza]: 1 },
      latest_votes_by_option: { [pizza]: [{ user_id: 'bob' }] },
      own_votes: [],
    },
    poll_vote: { user: { id: 'bob' } },
  })
  expect((event.message as Frame).poll).toBeUndefined()
  await law.holds()

  // The same again is nothing new.
  const seq = (await bob.watch(HALL)).seq
  expect((await vote(bob, sent, poll, { option_id: pizza })).body.vote).toEqual(first.body.vote)
  expect((await bob.watch(HALL)).seq).toBe(seq as number)

  // A message of any kind that is read shows the viewer's own votes.
  const read = await bob.ok(`GET /messages/${sent.id}`)
  expect(read.message).toMatchObject({ poll: { own_votes: [{ option_id: pizza }] } })
  expect((await alice.ok(`GET /messages/${sent.id}`)).message).toMatchObject({ poll: { own_votes: [] } })

  const { id } = first.body.vote as { id: string }
  const removed = await bob.ok(`DELETE /messages/${sent.id}/polls/${poll.id}/vote/${id}`)
  expect(removed.poll).toMatchObject({
    vote_count: 0,
    own_votes: [],
    latest_votes_by_option: { [pizza]: [] },
  })
  expect(await alice.next('poll.vote_removed')).toMatchObject({ poll: { vote_count: 0 }, poll_vote: { id } })
  await law.holds()

  const closed = await alice.ok(`PATCH /polls/${poll.id}`, { set: { is_closed: true } })
  expect(closed.poll).toMatchObject({ is_closed: true })
  expect(await alice.next('poll.closed')).toMatchObject({ poll: { is_closed: true }, user: { id: 'alice' } })
  await law.holds()
  const late = await vote(bob, sent, poll, { option_id: pizza })
  expect(late.body).toMatchObject({ code: 4, StatusCode: 400 })
  expect(String(late.body.message)).toContain('is closed')

  // Who quotes it shows it too.
  await bob.send(HALL, 'look', { quoted_message_id: sent.id })
  await alice.ok(`PATCH /polls/${poll.id}`, { set: { is_closed: false, name: 'Dinner?' }, unset: ['mood'] })
  await law.holds()
  await alice.ok(`DELETE /polls/${poll.id}`)
  expect(await alice.next('poll.deleted')).toMatchObject({ poll: { id: poll.id } })
  await law.holds()
  expect((await alice.call(`GET /polls/${poll.id}`)).body).toMatchObject({ code: 16 })
})

test('where one has one vote it moves, and no more count than are allowed', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  const unique = await make(alice, { enforce_unique_vote: true })
  const law = await Law.begin(server, HALL, bob)
  const sent = await alice.send(HALL, 'one only', { poll_id: unique.id })
  const [pizza, soup] = [optionOf(unique, 0), optionOf(unique, 1)]
  const first = await vote(bob, sent, unique, { option_id: pizza })
  const moved = await vote(bob, sent, unique, { option_id: soup })
  expect(moved.body.vote).toMatchObject({ id: (first.body.vote as Frame).id, option_id: soup })
  expect(await alice.next('poll.vote_changed')).toMatchObject({
    poll: { vote_count: 1, vote_counts_by_option: { [pizza]: 0, [soup]: 1 } },
  })
  await law.holds()

  const two = await make(alice, { max_votes_allowed: 2, options: ['a', 'b', 'c'].map(text => ({ text })) })
  const again = await alice.send(HALL, 'two at most', { poll_id: two.id })
  for (const at of [0, 1]) {
    expect((await vote(bob, again, two, { option_id: optionOf(two, at) })).status).toBe(200)
  }
  const third = await vote(bob, again, two, { option_id: optionOf(two, 2) })
  expect(third.body).toMatchObject({ code: 4 })
  expect(String(third.body.message)).toContain('one too many')
  await law.holds()
})

test('answers are said in words, one each, and count apart', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  const poll = await make(alice, { allow_answers: true })
  const law = await Law.begin(server, HALL, bob)
  const sent = await alice.send(HALL, '', { poll_id: poll.id })
  const said = await vote(bob, sent, poll, { answer_text: 'noodles' })
  expect(said.body).toMatchObject({
    vote: { is_answer: true, answer_text: 'noodles', user_id: 'bob' },
    poll: { answers_count: 1, vote_count: 0, latest_answers: [{ answer_text: 'noodles' }] },
  })
  await vote(bob, sent, poll, { answer_text: 'rice' })
  expect(await alice.next('poll.vote_changed')).toMatchObject({
    poll: { answers_count: 1, latest_answers: [{ answer_text: 'rice' }] },
    poll_vote: { answer_text: 'rice' },
  })
  await law.holds()
  const none = await make(alice)
  const other = await alice.send(HALL, '', { poll_id: none.id })
  expect((await vote(bob, other, none, { answer_text: 'x' })).body).toMatchObject({ code: 4 })
  for (const choice of [{}, { option_id: optionOf(poll, 0), answer_text: 'both' }, { option_id: 'nope' }]) {
    expect((await vote(bob, sent, poll, choice)).body).toMatchObject({ code: 4 })
  }
})

test('nobody learns who voted in an anonymous poll', async () => {
  await using server = await startServer()
  const [alice, bob, carol] = (await hall(server, 'alice', 'bob', 'carol')) as [Person, Person, Person]
  const poll = await make(alice, { voting_visibility: 'anonymous', allow_answers: true })
  const sent = await alice.send(HALL, '', { poll_id: poll.id })
  const pizza = optionOf(poll, 0)
  const phone = await server.connected('bob')
  const own = await vote(bob, sent, poll, { option_id: pizza })
  expect(await phone.next('notification.poll_votes_updated')).toMatchObject({
    poll_id: poll.id,
    own_votes: [{ user_id: 'bob', option_id: pizza }],
  })
  await vote(bob, sent, poll, { answer_text: 'psst' })
  expect(own.body).toMatchObject({ vote: { user_id: 'bob' }, poll: { own_votes: [{ user_id: 'bob' }] } })
  const event = await carol.next('poll.vote_casted')
  const { message: _, ...told } = event
  for (const [who, seen] of [
    ['an event', told.poll],
    ['an event’s vote', told.poll_vote],
    ['the maker', (await alice.ok(`GET /polls/${poll.id}`)).poll],
    ['a server', (await server.ok(`GET /polls/${poll.id}`)).poll],
    ['who asks for votes', (await carol.ok(`POST /polls/${poll.id}/votes`, {})).votes],
  ]) {
    expect([who, JSON.stringify(seen).includes('bob')]).toEqual([who, false])
  }
  expect(carol.socket.drain().map(frame => frame.type)).not.toContain('notification.poll_votes_updated')
  const mine = await bob.ok(`POST /polls/${poll.id}/votes`, {})
  expect(mine.votes).toMatchObject([{ user_id: 'bob' }, { user_id: 'bob' }])
  expect((await carol.call(`POST /polls/${poll.id}/votes`, { filter: { user_id: 'bob' } })).status).toBe(400)
  const revealed = await alice.call(`PATCH /polls/${poll.id}`, { set: { voting_visibility: 'public' } })
  expect(revealed.body).toMatchObject({ code: 4 })
})

test('options come, change and go, with their votes', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  const poll = await make(alice, { allow_user_suggested_options: true })
  const law = await Law.begin(server, HALL, bob)
  const sent = await alice.send(HALL, '', { poll_id: poll.id })
  const added = await bob.ok(`POST /polls/${poll.id}/options`, { text: 'salad', green: 1 })
  const salad = (added.poll_option as { id: string }).id
  expect(added.poll_option).toEqual({ id: salad, text: 'salad', green: 1 })
  expect(await alice.next('poll.updated')).toMatchObject({
    poll: { options: [{ text: 'pizza' }, { text: 'soup' }, { text: 'salad' }] },
  })
  await vote(bob, sent, poll, { option_id: salad })
  await law.holds()
  expect((await bob.call(`PUT /polls/${poll.id}/options/${salad}`, { text: 'mine' })).status).toBe(403)
  const renamed = await alice.ok(`PUT /polls/${poll.id}/options`, { id: salad, text: 'green salad' })
  expect(renamed.poll_option).toEqual({ id: salad, text: 'green salad' })
  expect((await bob.ok(`GET /polls/${poll.id}/options/${salad}`)).poll_option).toMatchObject({ id: salad })
  await law.holds()
  await alice.ok(`DELETE /polls/${poll.id}/options/${salad}`)
  const after = (await bob.ok(`GET /polls/${poll.id}`)).poll
  expect(after).toMatchObject({ vote_count: 0, own_votes: [], options: [{}, {}] })
  expect((await bob.call(`GET /polls/${poll.id}/options/${salad}`)).body).toMatchObject({ code: 16 })
  await law.holds()

  // A whole new set keeps the votes of options that stay.
  const [pizza] = poll.options
  await vote(bob, sent, poll, { option_id: pizza?.id })
  const whole = { id: poll.id, name: 'Lunch!', options: [{ text: 'new' }, { ...pizza, text: 'Pizza' }] }
  expect((await alice.ok('PUT /polls', whole)).poll).toMatchObject({
    name: 'Lunch!',
    allow_user_suggested_options: false,
    options: [{ text: 'new' }, { id: pizza?.id, text: 'Pizza' }],
    vote_counts_by_option: { [pizza?.id ?? '']: 1 },
  })
  await law.holds()
  expect((await bob.call(`POST /polls/${poll.id}/options`, { text: 'too late' })).status).toBe(403)
})

test('the newest ten votes of an option are shown, whoever comes and goes', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { polls: true })
  const voters = Array.from({ length: 12 }, (_, n) => `voter-${n}`)
  await server.upsertUsers(...voters.map(id => ({ id })))
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'voter-0' } })
  const poll = await make(server, { user_id: 'voter-0' })
  const body = { message: { poll_id: poll.id, user_id: 'voter-0' } }
  const { message } = (await server.ok(`POST ${channelPath(HALL)}/message`, body)) as { message: Frame }
  const path = `/messages/${message.id}/polls/${poll.id}/vote`
  const pizza = optionOf(poll, 0)
  const ids: string[] = []
  for (const user_id of voters) {
    const { vote: cast } = await server.ok(`POST ${path}`, { vote: { option_id: pizza }, user_id })
    ids.push((cast as { id: string }).id)
  }
  const latest = async () =>
    ((await server.ok(`GET /polls/${poll.id}`)).poll as Poll).latest_votes_by_option[pizza]?.map(
      ({ id }) => id,
    )
  expect(await latest()).toEqual(ids.toReversed().slice(0, 10))
  await server.ok(`DELETE ${path}/${ids[11]}`)
  expect(await latest()).toEqual(ids.toReversed().slice(1, 11))
  expect((await server.call(`DELETE ${path}/${ids[0]}?user_id=voter-5`)).body).toMatchObject({ code: 16 })

  // Pages of votes, there and back again.
  const seen: unknown[] = []
  let next: unknown
  let prev: unknown
  do {
    const page = await server.ok(`POST /polls/${poll.id}/votes`, { limit: 4, next })
    seen.push(...(page.votes as Frame[]).map(({ id }) => id))
    prev = page.prev
    next = page.next
  } while (next !== undefined)
  expect(seen).toEqual(ids.toReversed().slice(1))
  const back = await server.ok(`POST /polls/${poll.id}/votes`, { limit: 4, prev })
  expect((back.votes as Frame[]).map(({ id }) => id)).toEqual(seen.slice(4, 8))
  const filtered = await server.ok(`POST /polls/${poll.id}/votes`, {
    filter: { user_id: { $in: ['voter-3', 'voter-4'] }, is_answer: false, option_id: { $exists: true } },
    sort: [{ field: 'created_at', direction: 1 }],
  })
  expect(filtered.votes).toMatchObject([{ user_id: 'voter-3' }, { user_id: 'voter-4' }])
  expect(filtered).not.toHaveProperty('next')
  expect(filtered).not.toHaveProperty('prev')
})

test('polls are found by what they are', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  await make(alice, { id: 'a', name: 'First poll', max_votes_allowed: 3, floor: 2 })
  await make(bob, { id: 'b', name: 'second', is_closed: true, voting_visibility: 'anonymous' })
  await make(alice, { id: 'c', name: 'third', allow_answers: true })
  const found = async (filter: unknown, more = {}) =>
    ((await server.ok('POST /polls/query', { filter, ...more })).polls as Poll[]).map(({ id }) => id)
  const cases: [unknown, string[]][] = [
    [{}, ['c', 'b', 'a']],
    [{ id: { $in: ['a', 'b'] } }, ['b', 'a']],
    [{ poll_id: 'c' }, ['c']],
    [{ name: { $eq: 'second' } }, ['b']],
    [{ created_by_id: 'alice' }, ['c', 'a']],
    [{ is_closed: true }, ['b']],
    [{ voting_visibility: 'public', allow_answers: false }, ['a']],
    [{ max_votes_allowed: { $gte: 2, $ne: 4 } }, ['a']],
    [{ created_at: { $gt: '2020-01-01T00:00:00Z' }, floor: 2 }, ['a']],
  ]
  for (const [filter, ids] of cases) expect([filter, await found(filter)]).toEqual([filter, ids])
  expect(await found({}, { sort: [{ field: 'name', direction: 1 }] })).toEqual(['a', 'b', 'c'])
  const page = await server.ok('POST /polls/query', {
    limit: 2,
    sort: [{ field: 'is_closed', direction: -1 }],
  })
  expect(page.polls).toMatchObject([{ id: 'b' }, { id: 'c' }])
  const rest = await server.ok('POST /polls/query', { limit: 2, next: page.next })
  expect(rest.polls).toMatchObject([{ id: 'a' }])
  expect(rest).not.toHaveProperty('next')
  // With query-polls-owner one finds one's own.
  expect((await alice.ok('POST /polls/query', {})).polls).toMatchObject([{ id: 'c' }, { id: 'a' }])
  for (const body of [
    { filter: { options: 'x' } },
    { sort: [{ field: 'floor' }] },
    { next: 'nonsense' },
    { next: page.next, filter: { id: 'a' } },
  ]) {
    expect((await server.call('POST /polls/query', body)).body).toMatchObject({ code: 4 })
  }
})

test('who may not is told so, and what can not be is refused', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  expect((await alice.call('POST /polls', { name: 'x' })).body).toMatchObject({ code: 17 })
  const poll = await make(server, { user_id: 'dora' })
  const off = await server.call(`POST ${channelPath(HALL)}/message`, {
    message: { poll_id: poll.id, user_id: 'dora' },
  })
  expect(off.body).toMatchObject({ code: 19, details: { feature: 'polls' } })
  await server.ok('PUT /channeltypes/messaging', { polls: true })
  const { message } = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { poll_id: poll.id, user_id: 'dora' },
  })
  const sent = message as Frame
  // It can be read where it was sent, and there alone.
  expect((await alice.ok(`GET /polls/${poll.id}`)).poll).toMatchObject({ id: poll.id })
  const eve = server.person('eve')
  const refused: [Person, string, unknown, number][] = [
    [eve, `GET /polls/${poll.id}`, undefined, 16],
    [eve, `POST /polls/${poll.id}/votes`, {}, 16],
    [alice, `POST /polls/${poll.id}/votes`, {}, 17],
    [alice, `PATCH /polls/${poll.id}`, { set: { is_closed: true } }, 17],
    [alice, `PUT /polls/${poll.id}`, { name: 'mine' }, 17],
    [alice, `DELETE /polls/${poll.id}`, undefined, 17],
    [alice, `POST /polls/${poll.id}/options`, { text: 'x' }, 17],
    [alice, 'POST /polls/query', {}, 17],
    [alice, `POST ${channelPath(HALL)}/message`, { message: { poll_id: poll.id } }, 17],
    [
      alice,
      `POST /messages/${sent.id}/polls/${poll.id}/vote`,
      { vote: { option_id: optionOf(poll, 0) } },
      17,
    ],
    [eve, `POST /messages/${sent.id}/polls/${poll.id}/vote`, { vote: { option_id: optionOf(poll, 0) } }, 17],
  ]
  for (const [person, endpoint, body, code] of refused) {
    const reply = await person.call(endpoint, body)
    expect([person.id, endpoint, reply.body.code]).toEqual([person.id, endpoint, code])
  }
  const bad: [string, unknown][] = [
    ['POST /polls', { name: '', user_id: 'dora' }],
    ['POST /polls', { name: 'x', max_votes_allowed: 11, user_id: 'dora' }],
    ['POST /polls', { name: 'x', id: poll.id, user_id: 'dora' }],
    ['POST /polls', { name: 'x', options: Array(33).fill({ text: 'x' }), user_id: 'dora' }],
    [
      'POST /polls',
      {
        name: 'x',
        options: [
          { id: 'a', text: '1' },
          { id: 'a', text: '2' },
        ],
        user_id: 'dora',
      },
    ],
    ['POST /polls', { name: 'x', options: [{ id: '__proto__', text: '1' }], user_id: 'dora' }],
    ['POST /polls', { name: 'x', blob: 'x'.repeat(6000), user_id: 'dora' }],
    [`PATCH /polls/${poll.id}`, { set: { blob: 'x'.repeat(6000) } }],
    [`PATCH /polls/${poll.id}`, { set: { 'options.x': 1 } }],
    [`POST /polls/${poll.id}/options`, { text: 'x', id: optionOf(poll, 0) }],
    [`POST ${channelPath(HALL)}/message`, { message: { user_id: 'dora' } }],
  ]
  for (const [endpoint, body] of bad) {
    const reply = await server.call(endpoint, body)
    expect([endpoint, body, reply.body.code]).toEqual([endpoint, body, 4])
  }
  expect((await server.call(`GET /polls/${sent.id}`)).body).toMatchObject({ code: 16 })
})

test('one poll in several channels tells each of them', async () => {
  await using server = await startServer()
  const [alice, bob] = (await hall(server, 'alice', 'bob')) as [Person, Person]
  await alice.watch('messaging:yard', { members: ['alice', 'bob'] })
  await bob.watch('messaging:yard')
  const poll = await make(alice)
  const sent = await alice.send(HALL, '', { poll_id: poll.id })
  await alice.send('messaging:yard', 'here too', { poll_id: poll.id })
  const laws = [await Law.begin(server, HALL, bob), await Law.begin(server, 'messaging:yard', bob)]
  await vote(alice, sent, poll, { option_id: optionOf(poll, 0) })
  for (const law of laws) await law.holds()
})

test('a guest’s votes become the user’s, and where both voted the user’s stay', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { polls: true })
  const guest = await (await server.guest('gast')).connect()
  await server.upsertUsers({ id: 'hanna' })
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'hanna' } })
  const polls = [await make(server, { user_id: guest.id }), await make(server, { user_id: 'hanna' })]
  const paths: string[] = []
  for (const poll of polls) {
    const message = { poll_id: poll.id, user_id: 'hanna' }
    const sent = (await server.ok(`POST ${channelPath(HALL)}/message`, { message })).message as Frame
    paths.push(`/messages/${sent.id}/polls/${poll.id}/vote`)
  }
  const [mine, both] = polls as [Poll, Poll]
  const cast = (at: number, poll: Poll, option: number, user_id: string) =>
    server.ok(`POST ${paths[at]}`, { vote: { option_id: optionOf(poll, option) }, user_id })
  await cast(0, mine, 0, guest.id)
  await cast(1, both, 0, guest.id)
  await cast(1, both, 1, 'hanna')
  guest.socket.send({ type: 'user.upgrade', token: server.token('hanna'), merge: true })
  await guest.next('user.upgraded')
  expect((await server.ok(`GET /polls/${mine.id}?user_id=hanna`)).poll).toMatchObject({
    created_by_id: 'hanna',
    vote_count: 1,
    own_votes: [{ user_id: 'hanna', option_id: optionOf(mine, 0) }],
  })
  expect((await server.ok(`GET /polls/${both.id}?user_id=hanna`)).poll).toMatchObject({
    vote_count: 1,
    vote_counts_by_option: { [optionOf(both, 0)]: 0, [optionOf(both, 1)]: 1 },
    own_votes: [{ option_id: optionOf(both, 1) }],
  })
})

test('a poll in a message that is not for everybody is told to whom the message is for', async () => {
  await using server = await startServer()
  const [alice, bob, carol] = (await hall(server, 'alice', 'bob', 'carol')) as [Person, Person, Person]
  const poll = await make(alice)
  const message = { poll_id: poll.id, user_id: 'alice', restricted_visibility: ['bob'] }
  const sent = (await server.ok(`POST ${channelPath(HALL)}/message`, { message })).message as Frame
  await vote(bob, sent, poll, { option_id: optionOf(poll, 0) })
  expect(await alice.next('poll.vote_casted')).toMatchObject({ message: { id: sent.id } })
  const skipped = await carol.next(frame => frame.type === 'log.skipped' && frame.seq === 2)
  expect(skipped).not.toHaveProperty('poll')
  expect((await vote(carol, sent, poll, { option_id: optionOf(poll, 0) })).body).toMatchObject({ code: 16 })
  expect((await carol.call(`GET /polls/${poll.id}`)).body).toMatchObject({ code: 16 })
})

test('a poll that is deleted takes all its votes along, however many', async () => {
  await using server = await startServer()
  const poll = await make(server, { user_id: 'alice' })
  const { deps, app } = server.running
  const cast = { appId: app.id, pollId: poll.id, optionId: optionOf(poll, 0), answerText: undefined }
  const times = { createdAtUs: 1, updatedAtUs: 1 }
  await deps.store.transaction(async tx => {
    for (let n = 0; n < 1_010; n++) await tx.insertVote({ ...cast, ...times, id: `v-${n}`, userId: `u-${n}` })
  })
  expect((await server.ok(`GET /polls/${poll.id}`)).poll).toMatchObject({ vote_count: 1_010 })
  await server.ok(`DELETE /polls/${poll.id}`)
  const left = () => deps.store.read.findVotes(app.id, ['v-0', 'v-600', 'v-1009'])
  await eventually(async () => (await left()).length === 0, 'the votes are gone')
})
