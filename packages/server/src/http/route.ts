import type { z } from 'zod'
import type { Actor, Deps } from '../actions/deps.ts'
import type { RateClass } from '../auth/rate-limits.ts'
import type { App } from '../domain/app.ts'
import type { Part } from '../util/multipart.ts'
import type { Reply } from './reply.ts'

/**
 * Who may call an endpoint: nobody in particular (`key`: the API key is enough, any token is
 * ignored), a server, a user, a user or a server (`any`), or also anonymous users (`reader`).
 * Anonymous users get into no other endpoint, whatever the grants say.
 */
export type RouteAuth = 'key' | 'server' | 'user' | 'any' | 'reader'

interface ActorOf {
  /** A server when its token came along and is good. */
  key: Extract<Actor, { kind: 'server' }> | undefined
  server: Extract<Actor, { kind: 'server' }>
  user: Extract<Actor, { kind: 'user' }>
  any: Exclude<Actor, { kind: 'anonymous' }>
  reader: Actor
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined

/** What a handler is given; everything is checked already. */
export interface Call<Auth extends RouteAuth = RouteAuth, Params = unknown, Query = unknown, Body = unknown> {
  readonly deps: Deps
  readonly app: App
  readonly actor: ActorOf[Auth]
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Of the query; whether it exists and is the caller's is the action's to check. */
  readonly connectionId: string | undefined
  readonly ip: string
  readonly requestId: string
  /** Where this server was reached: `https://chat.example`; `''` when the request does not say. */
  readonly serverUrl: string
  /** Of a multipart body; it is read while they are. */
  readonly parts: () => AsyncIterable<Part>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

type Schema = z.ZodType | undefined

/** One endpoint: what goes in, who may call it, what comes out, and what it is for. */
export interface RouteSpec<
  Auth extends RouteAuth,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
> {
  readonly method: Method
  /** As in OpenAPI: `/channels/{type}/{id}/query`. */
  readonly path: `/${string}`
  readonly auth: Auth
  /** The endpoint's name in rate limits and metrics, and its OpenAPI operation id: `SendMessage`. */
  readonly name: string
  /** `read` for GET, else `write`, unless given. */
  readonly rate?: RateClass
  /** May be called by a user banned from the whole app. Reading always may. */
  readonly allowBanned?: true
  readonly params?: Params
  readonly query?: Query
  /** Of a GET: what the query parameter `payload` holds as JSON. */
  readonly body?: Body
  /** Of a route that reads `parts`: what they are, for the documentation. */
  readonly multipart?: z.ZodType
  /** What the reply has beside `duration`; for the documentation. */
  readonly reply?: z.ZodType
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly handle: (call: Call<Auth, Parsed<Params>, Parsed<Query>, Parsed<Body>>) => Promise<Reply> | Reply
}

/** Registers one endpoint: its handler and its documentation. Every `registerXRoutes` is given it. */
export type Route = <
  Auth extends RouteAuth,
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(
  spec: RouteSpec<Auth, Params, Query, Body>,
) => void

/** A route whose types were checked when it was registered. */
export interface AnyRoute extends Omit<RouteSpec<RouteAuth, Schema, Schema, Schema>, 'handle' | 'rate'> {
  readonly rate: RateClass
  readonly handle: (call: Call) => Promise<Reply> | Reply
}

/** Forgets the types of a spec and fills in its defaults. */
export function toAnyRoute<
  Auth extends RouteAuth,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
>(spec: RouteSpec<Auth, Params, Query, Body>): AnyRoute {
  const rate = spec.rate ?? (spec.method === 'GET' ? 'read' : 'write')
  // The handler is only ever called with what these very schemas made.
  return { ...spec, rate } as unknown as AnyRoute
}
