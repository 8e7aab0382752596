import { type Frame, type Person, signToken, startServer, type TestServer } from '@parley/testkit'
import { createApp } from '../../src/auth/apps.ts'
import { createSecretBox } from '../../src/auth/secret-box.ts'

/** Who tries. `otherTeam` is an admin of another team, with multi-tenancy on. */
export const ACTORS = [
  'none',
  'anonymous',
  'guest',
  'stranger',
  'member',
  'moderator',
  'admin',
  'otherTeam',
  'otherApp',
  'server',
] as const

export type Actor = (typeof ACTORS)[number]

/** One request. */
export interface Attempt {
  /** `:name` of the path filled in. */
  readonly path: string
  readonly body?: Frame | undefined
  readonly query?: Record<string, string> | undefined
  /** Not JSON. */
  readonly form?: FormData | undefined
}

export interface Answer {
  readonly status: number
  readonly body: Frame
}

/** A channel that was made for one attempt, or is there for all. */
export interface Room {
  readonly type: string
  readonly id: string
  readonly cid: string
  readonly path: string
}

/** The people, and one server full of things to be done to. */
export class Cast implements AsyncDisposable {
  readonly server: TestServer
  readonly #guest: Person
  readonly #foreign: string
  readonly tenant: boolean
  #made = 0

  private constructor(server: TestServer, guest: Person, foreign: string, tenant: boolean) {
    this.server = server
    this.#guest = guest
    this.#foreign = foreign
    this.tenant = tenant
  }

  static async open(tenant: boolean): Promise<Cast> {
    const server = await startServer()
    const { store, clock } = server.running.deps
    const other = {
      name: 'Other',
      mode: 'development',
      key: 'other-key',
      secret: 'other-secret-of-32-characters-xx',
    } as const
    await createApp({ store, clock, box: createSecretBox(undefined) }, other)
    const guest = await server.guest('visitor')
    const teams = tenant ? ['red'] : []
    const people = ['owner', 'stranger', 'member', 'moderator', 'target'].map(id => ({ id, teams }))
    await server.upsertUsers(
      ...people,
      { id: 'other-target', teams: ['blue'] },
      { id: 'admin', role: 'admin', teams },
      { id: 'other-team', role: 'admin', teams: ['blue'] },
    )
    if (tenant) await server.ok('PATCH /app', { multi_tenant_enabled: true })
    // What is switched off says so before anybody asks who may.
    const features = { polls: true, shared_locations: true, user_message_reminders: true }
    await server.ok('PUT /channeltypes/messaging', features)
    return new Cast(server, guest, signToken('other-secret-of-32-characters-xx', { server: true }), tenant)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.server[Symbol.asyncDispose]()
  }

  /** The id that an actor acts as; a server acts for the member. */
  idOf(actor: Actor): string {
    if (actor === 'guest') return this.#guest.id
    if (actor === 'otherTeam') return 'other-team'
    return ['stranger', 'moderator', 'admin'].includes(actor) ? actor : 'member'
  }

  /** Something new each time. */
  name(): string {
    return `n${++this.#made}`
  }

  async room(data: Frame = {}): Promise<Room> {
    const id = this.name()
    const members = ['member', { user_id: 'moderator', channel_role: 'channel_moderator' }]
    const team = this.tenant ? { team: 'red' } : {}
    const body = { data: { created_by_id: 'owner', members, ...team, ...data } }
    await this.server.ok(`POST /channels/messaging/${id}/query`, body)
    return { type: 'messaging', id, cid: `messaging:${id}`, path: `/channels/messaging/${id}` }
  }

  /** A message in that room, or in a new one. */
  async message(userId: string, more: Frame = {}, room?: Room): Promise<string> {
    const { path } = room ?? (await this.room())
    const { message } = await this.server.ok(`POST ${path}/message`, {
      message: { text: 'hi', user_id: userId, ...more },
    })
    return (message as Frame).id as string
  }

  async poll(userId: string): Promise<Frame> {
    const body = { name: 'Lunch?', options: [{ text: 'yes' }, { text: 'no' }], user_id: userId }
    return (await this.server.ok('POST /polls', body)).poll as Frame
  }

  call(actor: Actor, method: string, { path, body, query, form }: Attempt): Promise<Answer> {
    const url = new URL(this.server.url + path)
    url.searchParams.set('api_key', this.server.apiKey)
    for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
    const token = this.#tokenOf(actor)
    const headers: Record<string, string> = {
      'stream-auth-type': actor === 'anonymous' ? 'anonymous' : 'jwt',
    }
    if (token !== undefined) headers.authorization = token
    if (!form && body) headers['content-type'] = 'application/json'
    return answer(fetch(url, { method, headers, body: form ?? (body ? JSON.stringify(body) : null) }))
  }

  #tokenOf(actor: Actor): string | undefined {
    if (actor === 'none' || actor === 'anonymous') return undefined
    if (actor === 'server') return this.server.serverToken
    if (actor === 'otherApp') return this.#foreign
    if (actor === 'guest') return this.#guest.token
    return this.server.token(this.idOf(actor))
  }
}

async function answer(response: Promise<Response>): Promise<Answer> {
  const { status, ...rest } = await response.then(async got => ({
    status: got.status,
    text: await got.text(),
  }))
  return { status, body: JSON.parse(rest.text) as Frame }
}
