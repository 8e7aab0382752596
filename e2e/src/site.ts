import { join } from 'node:path'
import {
  callHttp,
  channelPath,
  type Frame,
  Person,
  type ReplyBody,
  startServer,
  type TestServerOptions,
} from '@parley/testkit'
import { rootDir } from './command.ts'

/** Whom the demo of the playground has; visitors of a test are some of them. */
export const PEOPLE = {
  sara: { id: 'demo-sara', name: 'Sara Lindqvist' },
  amir: { id: 'demo-amir', name: 'Amir Haddad' },
  lucia: { id: 'demo-lucia', name: 'Lucía Fernández' },
} as const

export type Who = keyof typeof PEOPLE

/** What a test's own channel is made with. */
export interface Room {
  readonly cid: string
  readonly name: string
}

/** What `npm start` serves: the built playground, dashboard and token generator. */
export const WEB_APPS = [
  { at: '/', folder: join(rootDir, 'apps/playground/dist'), hasPlaces: false },
  { at: '/dashboard', folder: join(rootDir, 'apps/dashboard/dist'), hasPlaces: true },
  {
    at: '/token-generator',
    folder: join(rootDir, 'apps/dashboard/token-generator/dist'),
    hasPlaces: false,
    isOffline: true,
  },
]

/** What a site needs of a server of the testkit, whether that runs in this process or in one of its own. */
interface Server extends AsyncDisposable {
  readonly url: string
  readonly apiKey: string
  readonly serverToken: string
  token(userId: string, claims?: Readonly<Record<string, unknown>>): string
}

/** A real server that serves the built playground, with its demo made; and what its backend does there. */
export class Site implements AsyncDisposable {
  readonly server: Server

  private constructor(server: Server) {
    this.server = server
  }

  static async open(options: TestServerOptions = {}): Promise<Site> {
    return Site.at(await startServer({ webApps: WEB_APPS, ...options }))
  }

  /** On a server that runs already. */
  static async at(server: Server): Promise<Site> {
    const site = new Site(server)
    await fetch(`${site.url}/playground/config`)
    return site
  }

  get url(): string {
    return this.server.url
  }

  /** What the app's backend asks for; anything but success fails the test. */
  async ok(endpoint: string, body?: unknown): Promise<ReplyBody> {
    const { apiKey, serverToken: token } = this.server
    const reply = await callHttp(this.url, endpoint, { apiKey, token, body })
    if (reply.status < 300) return reply.body
    throw new Error(`${endpoint} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
  }

  /** One of the demo's people, on the wire and without a browser. */
  person(who: Who): Person {
    return new Person(this.server, PEOPLE[who].id, this.server.token(PEOPLE[who].id))
  }

  /** A channel of these people, made by the first of them. */
  async room(name: string, who: readonly Who[], type = 'messaging', extra: object = {}): Promise<Room> {
    const id = `${name.toLowerCase().replace(/\W+/g, '-')}-${crypto.randomUUID().slice(0, 8)}`
    const members = who.map(each => PEOPLE[each].id)
    const data = { name, members, created_by_id: members[0], ...extra }
    await this.ok(`POST /channels/${type}/${id}/query`, { data })
    return { cid: `${type}:${id}`, name }
  }

  /** Has somebody send a message from elsewhere. */
  async says(who: Who | string, room: Room, text: string, extra: object = {}): Promise<Frame> {
    const user_id = isWho(who) ? PEOPLE[who].id : who
    const body = await this.ok(`POST ${channelPath(room.cid)}/message`, {
      message: { text, user_id, ...extra },
    })
    return body.message as Frame
  }

  /** Fills a room with messages `Message 1` to `Message <count>`, roughly in that order: twenty at a time. */
  async fill(room: Room, who: readonly Who[], count: number): Promise<void> {
    for (let n = 1; n <= count; n += 20) {
      const some = Array.from({ length: Math.min(20, count - n + 1) }, (_, index) => n + index)
      await Promise.all(
        some.map(each => this.says(who[each % who.length] ?? 'sara', room, `Message ${each}`)),
      )
    }
  }

  /** The newest messages of a room as the server has them, oldest first. */
  async messages(room: Room, limit = 300): Promise<Frame[]> {
    const body = await this.ok(`POST ${channelPath(room.cid)}/query`, { state: true, messages: { limit } })
    return body.messages as Frame[]
  }

  /** Their texts. */
  async stored(room: Room): Promise<string[]> {
    return (await this.messages(room)).map(({ text }) => String(text))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server[Symbol.asyncDispose]()
  }
}

const isWho = (name: string): name is Who => Object.hasOwn(PEOPLE, name)
