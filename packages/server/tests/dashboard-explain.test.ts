import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { ACTIONS } from '@parley/protocol'
import { eventually } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'
import { ATTEMPTS, edit, remove, sendText, vote } from './explain-table/attempts.ts'
import { CASES, type Case } from './explain-table/cases.ts'
import { makeRoom, type Room } from './explain-table/room.ts'

// "Why may Bender not write here?": what the dashboard says, and what then really happens.

let lab: DashboardLab

beforeAll(async () => {
  lab = await DashboardLab.open()
  const { server } = lab
  const NO_FEATURES = { reactions: false, uploads: false, custom_events: false, mutes: false, polls: false }
  await server.ok('POST /roles', { name: 'odd' })
  await server.ok('PUT /channeltypes/messaging', { polls: true })
  await server.ok('PUT /channeltypes/livestream', { polls: true })
  await server.ok('POST /channeltypes', { name: 'plain', ...NO_FEATURES })
  await server.ok('POST /channeltypes', {
    name: 'quiet',
    polls: true,
    grants: { channel_member: ['read-channel'] },
  })
  await server.ok('POST /blocklists', { name: 'rude', words: ['snafu'] })
  const strict = { blocklist: 'rude', blocklist_behavior: 'block', max_message_length: 40, polls: true }
  await server.ok('POST /channeltypes', { name: 'strict', ...strict })
  await server.ok('POST /permissions', {
    id: 'write-if-writer',
    name: 'Writers write',
    action: 'CreateMessage',
    condition: { '$subject.writer': { $eq: true } },
  })
})

afterAll(() => lab[Symbol.asyncDispose]())

interface Reason {
  kind: string
  says: string
  fixes: { says: string; grant: unknown }[]
}

interface Explained {
  write: { allowed: boolean; reasons: Reason[] }
  notes: { kind: string }[]
  actions: { action: string; allowed: boolean; only_own: boolean; reasons: Reason[]; says: string }[]
}

async function explain({ bender, cid }: Room, more: object = {}): Promise<Explained> {
  const who = bender.isAnonymous ? { anonymous: true } : { user_id: bender.id }
  const body = await lab.ada.ok('POST /apps/test-key/permissions/explain', { ...who, cid, ...more })
  return body as unknown as Explained
}

/** Settings of the app as long as it runs. */
async function withSettings<T>(settings: Case['settings'], run: () => Promise<T>): Promise<T> {
  if (!settings) return run()
  await lab.server.ok('PATCH /app', settings)
  try {
    return await run()
  } finally {
    const off = {
      disable_permissions_checks: false,
      multi_tenant_enabled: false,
      user_search_disallowed_roles: [],
    }
    await lab.server.ok('PATCH /app', off)
  }
}

const isIn = (status: number): boolean => status < 300

/** Every action that can be tried, tried; the text alone where the case is about one. */
async function tryAll(room: Room, { text }: Case, told: Explained): Promise<Record<string, boolean>> {
  if (text !== undefined) return { write: isIn(await sendText(text)(room)) }
  const results: Record<string, boolean> = {}
  const { ada, bender } = room.messages
  if (room.poll) results['cast-vote'] = isIn(await vote(room))
  if (bender) results['update-message of one’s own'] = isIn(await edit(bender)(room))
  results['update-message of others'] = isIn(await edit(ada)(room))
  for (const [action, attempt] of Object.entries(ATTEMPTS)) {
    // What is deleted here is gone for what follows.
    if (action === 'truncate-channel') {
      if (bender) results['delete-message of one’s own'] = isIn(await remove(bender)(room))
      results['delete-message of others'] = isIn(await remove(ada)(room))
    }
    if (action === 'delete-reaction' && !room.loves) continue
    results[action] = isIn(await attempt(room))
  }
  results.write = results['create-message'] ?? false
  expect(told.actions.length).toBeGreaterThan(40)
  return results
}

/** The same, as it was told. */
function expected(told: Explained, tried: Record<string, boolean>): Record<string, boolean> {
  const answers = Object.entries(tried).map(([name]): [string, boolean] => {
    if (name === 'write') return [name, told.write.allowed]
    const [action, whose] = name.split(' of ')
    const answer = told.actions.find(each => each.action === action)
    if (!answer) throw new Error(`nothing is told of ${action}`)
    return [name, answer.allowed && (whose !== 'others' || !answer.only_own)]
  })
  return Object.fromEntries(answers)
}

describe('why may Bender not write here?', () => {
  test.each(Object.entries(CASES))('%s', async (_, each) => {
    await withSettings(each.settings, async () => {
      const room = await makeRoom(lab.server, each.room)
      await each.after?.(room)
      const told = await explain(room, each.text === undefined ? {} : { text: each.text })
      expect(told.write.reasons.map(reason => reason.kind)).toEqual([...each.reasons])
      expect(told.write.allowed).toBe(each.reasons.length === 0)
      expect(told.notes.map(note => note.kind)).toEqual(expect.arrayContaining([...(each.notes ?? [])]))
      if (each.says) expect(told.write.reasons.map(reason => reason.says).join()).toContain(each.says)
      const fixes = told.write.reasons.flatMap(reason => reason.fixes.map(fix => fix.says))
      if (each.fix) expect(fixes.join()).toContain(each.fix)
      const tried = await tryAll(room, each, told)
      expect(tried).toEqual(expected(told, tried))
    })
  })
})

describe('what else is asked', () => {
  const ask = (body: object) => lab.ada.call('POST /apps/test-key/permissions/explain', body)

  test('one action about one message: whose it is counts', async () => {
    const room = await makeRoom(lab.server, { role: 'channel_member' })
    const of = async (message_id: string | undefined) => {
      const { actions } = await explain(room, { message_id, action: 'delete-message', cid: undefined })
      return actions.map(({ action, allowed, only_own }) => [action, allowed, only_own])
    }
    expect(await of(room.messages.bender)).toEqual([['delete-message', true, false]])
    expect(await of(room.messages.ada)).toEqual([['delete-message', false, false]])
  })

  test('without a channel only what is asked of the app is told', async () => {
    const room = await makeRoom(lab.server)
    const told = await explain(room, { cid: undefined })
    expect(told.write).toBeNull()
    const names = told.actions.map(each => each.action)
    expect(names).toContain('search-user')
    expect(names).not.toContain('create-message')
  })

  test('what is granted says by which role, which permission, and where', async () => {
    const room = await makeRoom(lab.server, { role: 'channel_member' })
    const { actions } = await explain(room, { action: 'create-message' })
    expect(actions[0]).toMatchObject({
      grant: {
        scope: 'messaging',
        role: 'channel_member',
        role_kind: 'channel',
        permission: 'create-message',
      },
      says: 'Their role “channel_member” in this channel has “create-message” in channel type “messaging”.',
    })
  })

  test('a grant that is named as the way out is one', async () => {
    const room = await makeRoom(lab.server, { type: 'quiet', role: 'channel_member' })
    const { write } = await explain(room)
    const grants = write.reasons.flatMap(reason => reason.fixes.map(fix => fix.grant))
    expect(grants).toContainEqual({ scope: 'quiet', role: 'channel_member', permission: 'create-message' })
    const wanted = { grants: { channel_member: ['read-channel', 'create-message'] } }
    await lab.server.ok('PUT /channeltypes/quiet', wanted)
    expect((await explain(room)).write.allowed).toBe(true)
    expect(isIn(await sendText('hello')(room))).toBe(true)
    await lab.server.ok('PUT /channeltypes/quiet', { grants: { channel_member: ['read-channel'] } })
  })

  test.each([
    ['nobody named', {}, 400],
    ['somebody and nobody', { user_id: 'ada', anonymous: true }, 400],
    ['a user that there is not', { user_id: 'nobody-at-all' }, 404],
    ['a channel that there is not', { anonymous: true, cid: 'messaging:none' }, 404],
    ['a type that there is not', { anonymous: true, cid: 'none:none' }, 404],
    ['what is no channel', { anonymous: true, cid: 'general' }, 400],
    ['a message that there is not', { anonymous: true, message_id: 'none' }, 404],
    ['an action that there is not', { anonymous: true, action: 'fly' }, 400],
  ])('%s is refused in words', async (_, body, status) => {
    const reply = await ask(body)
    expect(reply.status).toBe(status)
    expect(String(reply.body.message).length).toBeGreaterThan(20)
  })

  test('a message of another channel is refused', async () => {
    const [one, other] = [await makeRoom(lab.server), await makeRoom(lab.server)]
    const reply = await ask({ anonymous: true, cid: one.cid, message_id: other.messages.ada })
    expect([reply.status, reply.body.message]).toEqual([400, expect.stringContaining(other.cid)])
  })

  test('what one channel has otherwise than its type is told as it is stored', async () => {
    const room = await makeRoom(lab.server)
    const overrides = { typing_events: false, grants: { user: ['!read-channel'] } }
    await lab.server.ok(`PATCH ${room.path}`, { set: { config_overrides: overrides } })
    const shown = await lab.ada.ok(`GET /apps/test-key/config_overrides?cid=${room.cid}`)
    expect(shown).toMatchObject({ cid: room.cid, type: 'messaging', config_overrides: overrides })
  })

  test('while the app is suspended nobody may do anything', async () => {
    const room = await makeRoom(lab.server, { role: 'channel_member' })
    await lab.ada.ok('PATCH /apps/test-key', { suspended: true })
    const isTold = async () => (await explain(room)).write.reasons[0]?.kind === 'app_suspended'
    await eventually(isTold, 'the suspension')
    expect(isIn(await sendText('hello')(room))).toBe(false)
    expect((await explain(room)).actions.some(each => each.allowed)).toBe(false)
    await lab.ada.ok('PATCH /apps/test-key', { suspended: false })
    await eventually(async () => isIn(await sendText('hello')(room)), 'the end of the suspension')
  })

  test('every action has words, and what is granted by default is told', async () => {
    const { actions, default_grants } = await lab.ada.ok('GET /permissions')
    expect((actions as object[]).length).toBe(Object.keys(ACTIONS).length)
    expect(default_grants).toMatchObject({ messaging: { channel_member: expect.any(Array) } })
  })
})
