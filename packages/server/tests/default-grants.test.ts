import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Action } from '@parley/protocol'
import { startServer, type TestServer } from '@parley/testkit'
import documented from '../../protocol/tests/default-grants.json'
import { ATTEMPTS, type Attempt, edit, remove, vote } from './explain-table/attempts.ts'
import { MORE_ATTEMPTS } from './explain-table/more-attempts.ts'
import { makeRoom, type Room, type RoomOptions } from './explain-table/room.ts'

// What each role is granted by default, as the documented tables have it to the letter, tried at the wire.

const GRANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = documented

let server: TestServer
let tenant: TestServer

beforeAll(async () => {
  server = await startServer()
  tenant = await startServer()
  for (const app of [server, tenant]) {
    for (const type of TYPES) await app.ok(`PUT /channeltypes/${type}`, { polls: true })
  }
  await tenant.ok('PATCH /app', { multi_tenant_enabled: true })
})

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await tenant[Symbol.asyncDispose]()
})

const TYPES = ['messaging', 'team', 'livestream', 'gaming', 'commerce'] as const

const SEATS = {
  stranger: {},
  maker: { maker: 'bender' },
  member: { role: 'channel_member' },
  moderator: { role: 'channel_moderator' },
} as const satisfies Record<string, RoomOptions>

type Seat = keyof typeof SEATS
type People = readonly (readonly [role: string, seats: readonly Seat[]])[]

/** Where each role of users is tried. */
const PEOPLE: People = [
  ['user', ['stranger', 'maker', 'member', 'moderator']],
  ['guest', ['stranger', 'maker', 'member']],
  ['anonymous', ['stranger']],
  ['moderator', ['stranger', 'maker']],
  ['admin', ['stranger']],
  ['global_moderator', ['stranger', 'maker']],
  ['global_admin', ['stranger']],
]

/** In a team that is not the channel's. */
const FOREIGNERS: People = [
  ['user', ['maker', 'moderator']],
  ['admin', ['member']],
  ['global_moderator', ['stranger', 'maker']],
  ['global_admin', ['stranger']],
]

const casesOf = (people: People) =>
  TYPES.flatMap(type => people.flatMap(([role, seats]) => seats.map(seat => [type, role, seat] as const)))

interface Asked {
  readonly type: string
  readonly role: string
  readonly seat: Seat
  readonly isForeign: boolean
}

type Holds = (action: Action, owns: boolean) => boolean

/** What the documented tables give; ids of any team count without multi-tenancy as well. */
function holder({ type, role, seat, isForeign }: Asked): Holds {
  const { role: channelRole }: RoomOptions = SEATS[seat]
  const inType = [role, channelRole].flatMap(each => GRANTS[type]?.[each ?? '']?.split(' ') ?? [])
  const ids = new Set(isForeign ? inType.filter(id => id.endsWith('-any-team')) : inType)
  // What is asked of the app is done to people of one's own team.
  for (const id of GRANTS['.app']?.[role]?.split(' ') ?? []) ids.add(id)
  const has = (id: string) => ids.has(id) || ids.has(`${id}-any-team`)
  return (action, owns) => has(action) || (owns && has(`${action}-owner`))
}

/** What rides on a message takes being let to send one. */
const SAID: readonly Action[] = [
  'add-links',
  'create-attachment',
  'create-mention',
  'create-system-message',
  'create-restricted-visibility-message',
  'skip-channel-cooldown',
  'skip-message-moderation',
]

/** And what is done to one, to read the channel. */
const SEEN: readonly Action[] = [
  'create-reaction',
  'delete-reaction',
  'pin-message',
  'flag-message',
  'send-custom-event',
  'read-channel-members',
  'read-message-flags',
  'update-message',
  'delete-message',
]

/** Where `-owner` is about whoever acts, not about who made the channel. */
const OF_ONESELF: readonly Action[] = ['delete-reaction', 'create-channel']

/** By this one, too. */
const INSTEAD: Partial<Record<Action, Action>> = {
  'ban-channel-member': 'ban-user',
  'add-own-channel-membership': 'update-channel-members',
  'remove-own-channel-membership': 'update-channel-members',
}

/** `<action>[ of one’s own| of others][, …]`. */
function expected(asked: Asked, name: string): boolean {
  const holds = holder(asked)
  const [action, whose] = (name.split(',')[0] ?? '').split(' of ') as [Action, string | undefined]
  const makes = asked.seat === 'maker'
  const owns = whose === undefined ? makes || OF_ONESELF.includes(action) : whose === 'one’s own'
  // Of the whole app: nobody holds it there.
  if (action === 'ban-user') return false
  if (SAID.includes(action) && !holds('create-message', makes)) return false
  if (SEEN.includes(action) && !holds('read-channel', makes)) return false
  const { [action]: instead } = INSTEAD
  return holds(action, owns) || (instead !== undefined && holds(instead, makes && instead !== 'ban-user'))
}

const isIn = (status: number): boolean => status < 300

async function tryAll(room: Room): Promise<Record<string, boolean>> {
  const results: Record<string, boolean> = {}
  const { ada, bender } = room.messages
  const tried: Record<string, Attempt | undefined> = {
    ...MORE_ATTEMPTS,
    'cast-vote': vote,
    'update-message of one’s own': bender === undefined ? undefined : edit(bender),
    'update-message of others': edit(ada),
    ...ATTEMPTS,
    'delete-reaction': room.loves ? ATTEMPTS['delete-reaction'] : undefined,
  }
  for (const [name, attempt] of Object.entries(tried)) {
    // What is deleted here is gone for what follows.
    if (name === 'truncate-channel') {
      if (bender) results['delete-message of one’s own'] = isIn(await remove(bender)(room))
      results['delete-message of others'] = isIn(await remove(ada)(room))
    }
    if (attempt) results[name] = isIn(await attempt(room))
  }
  return results
}

async function holds(app: TestServer, asked: Asked, more: RoomOptions = {}): Promise<void> {
  const room = await makeRoom(app, { type: asked.type, ...SEATS[asked.seat], ...more })
  const tried = await tryAll(room)
  const wanted = Object.keys(tried).map(name => [name, expected(asked, name)])
  expect(tried).toEqual(Object.fromEntries(wanted))
}

describe('by default', () => {
  test.each(casesOf(PEOPLE))('in %s, the role %s as %s', async (type, role, seat) => {
    const as = role === 'guest' || role === 'anonymous' ? role : 'user'
    const more = as === 'user' ? { bender: { role } } : {}
    await holds(server, { type, role, seat, isForeign: false }, { as, ...more })
  })
})

describe('in a channel of another team', () => {
  test.each(casesOf(FOREIGNERS))('of type %s, the role %s as %s', async (type, role, seat) => {
    const more = { data: { team: 'red' }, bender: { role, teams: ['blue'] } }
    await holds(tenant, { type, role, seat, isForeign: true }, more)
  })
})
