import type { Frame, Person, TestServer } from '@parley/testkit'

/** What a case is made with. */
export interface RoomOptions {
  readonly type?: string
  /** Bender's membership; undefined: none. */
  readonly role?: string | undefined
  readonly maker?: 'ada' | 'bender'
  readonly data?: Frame
  readonly bender?: Frame
  readonly as?: 'user' | 'guest' | 'anonymous'
}

/** A channel that ada made, with things in it, and bender who wants to do something there. */
export interface Room {
  readonly server: TestServer
  readonly bender: Person
  readonly type: string
  readonly id: string
  readonly cid: string
  readonly path: string
  readonly ada: string
  /** Of bender's teams, in no channel. */
  readonly zoe: string
  readonly team: unknown
  /** Whether bender has a reaction `love` on ada's message. */
  readonly loves: boolean
  /** Messages by who sent them; bender's only where he is somebody. */
  readonly messages: { readonly ada: string; readonly bender: string | undefined }
  readonly poll: { readonly id: string; readonly option: string; readonly message: string } | undefined
  /** Another channel like this one, with nothing in it but what is said here; its path. */
  readonly another: (data: Frame) => Promise<string>
}

let made = 0

export async function makeRoom(server: TestServer, options: RoomOptions = {}): Promise<Room> {
  const { type = 'messaging', role, maker = 'ada', data, as = 'user' } = options
  const n = ++made
  const [ada, zoe] = [`ada-${n}`, `zoe-${n}`]
  const bender = await makeBender(server, as, `bender-${n}`)
  await server.upsertUsers(
    { id: ada, teams: data?.team ? [data.team] : [] },
    { id: zoe, teams: options.bender?.teams ?? [] },
  )
  if (as === 'user') await server.upsertUsers({ id: bender.id, name: 'Bender', ...options.bender })
  const member = role === undefined ? [] : [{ user_id: bender.id, channel_role: role }]
  const path = `/channels/${type}/room-${n}`
  const created_by_id = maker === 'ada' ? ada : bender.id
  const channel = { created_by_id, members: [ada, ...member], ...data }
  await server.ok(`POST ${path}/query`, { data: channel })
  const another = async (more: Frame) => {
    const other = `/channels/${type}/${unique('room')}`
    await server.ok(`POST ${other}/query`, { data: { ...channel, ...more } })
    return other
  }
  const send = (user_id: string, more: Frame = {}) => sendAs(server, path, { text: 'hi', user_id, ...more })
  const ofAda = await send(ada)
  const poll = type === 'plain' ? undefined : await makePoll(server, ada, send)
  const ofBender = as === 'anonymous' ? undefined : await send(bender.id)
  const loves = ofBender !== undefined && type !== 'plain'
  const reaction = { type: 'love', user_id: bender.id }
  if (loves) await server.ok(`POST /messages/${ofAda}/reaction`, { reaction })
  const messages = { ada: ofAda, bender: ofBender }
  const ref = { type, id: `room-${n}`, cid: `${type}:room-${n}`, path, team: data?.team }
  return { server, bender, ...ref, ada, zoe, loves, messages, poll, another }
}

async function makeBender(
  server: TestServer,
  as: 'user' | 'guest' | 'anonymous',
  id: string,
): Promise<Person> {
  if (as === 'anonymous') return server.anonymous()
  return as === 'guest' ? server.guest(id) : server.person(id)
}

async function sendAs(server: TestServer, path: string, message: Frame): Promise<string> {
  const reply = await server.ok(`POST ${path}/message`, { message })
  return String((reply.message as Frame).id)
}

async function makePoll(server: TestServer, by: string, send: (by: string, more: Frame) => Promise<string>) {
  const body = { name: 'Lunch?', options: [{ text: 'yes' }], user_id: by }
  const poll = (await server.ok('POST /polls', body)).poll as { id: string; options: { id: string }[] }
  const message = await send(by, { poll_id: poll.id })
  return { id: poll.id, option: poll.options[0]?.id ?? '', message }
}

/** A name that nothing has yet. */
export const unique = (word: string): string => `${word}-${++made}`
