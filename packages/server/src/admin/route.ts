import type { z } from 'zod'
import type { AdminActor, AdminDeps, AdminOrigin } from '../actions/admins/admin-deps.ts'
import type { AdminRole } from '../domain/admins.ts'
import type { AppRecord } from '../domain/records.ts'

/** Who may call an endpoint: anybody (`nobody` in particular), or an admin of this role at least. */
export type RouteRole = 'nobody' | AdminRole

type Schema = z.ZodType | undefined
type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined

/** What a handler is given; everything is checked already. */
export interface Call<Role extends RouteRole = RouteRole, Params = unknown, Query = unknown, Body = unknown> {
  readonly deps: AdminDeps
  readonly actor: Role extends 'nobody' ? undefined : AdminActor
  readonly origin: AdminOrigin
  /** Of a path with `{app}`: one that the admin may see. */
  readonly app: AppRecord
  readonly params: Params
  readonly query: Query
  readonly body: Body
  /** Where this server was reached: `https://chat.example`. */
  readonly serverUrl: string
  readonly requestId: string
}

/** An answer that is there already, written in JSON. */
export interface PassedOn {
  readonly status: number
  readonly json: string
}

/** A file that a browser keeps. */
export interface Download {
  readonly name: string
  readonly type: string
  readonly text: string
}

/** What a handler answers; `signIn` is what the browser's cookie is to hold, null takes it away. */
export interface Answer {
  readonly body: object
  /** Answered in place of `body`. */
  readonly download?: Download
  readonly signIn?: string | null
}

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

export interface RouteSpec<
  Role extends RouteRole,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
> {
  readonly method: Method
  /** Below `/dashboard/api`: `/apps/{app}/secrets`. */
  readonly path: `/${string}`
  readonly role: Role
  /** The password must have been given again a moment ago. */
  readonly confirmed?: true
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Of the body, where the usual is too little. */
  readonly bodyMaxBytes?: number
  /** What it does, in a few words. */
  readonly summary: string
  readonly handle: (
    call: Call<Role, Parsed<Params>, Parsed<Query>, Parsed<Body>>,
  ) => Promise<Answer | PassedOn> | Answer | PassedOn
}

/** Registers one endpoint. Every `registerXRoutes` is given it. */
export type Route = <
  Role extends RouteRole,
  Params extends Schema = undefined,
  Query extends Schema = undefined,
  Body extends Schema = undefined,
>(
  spec: RouteSpec<Role, Params, Query, Body>,
) => void

/** A route whose types were checked when it was registered. */
export interface AnyRoute extends Omit<RouteSpec<RouteRole, Schema, Schema, Schema>, 'handle'> {
  readonly handle: (call: Call) => Promise<Answer | PassedOn> | Answer | PassedOn
}

export function toAnyRoute<
  Role extends RouteRole,
  Params extends Schema,
  Query extends Schema,
  Body extends Schema,
>(spec: RouteSpec<Role, Params, Query, Body>): AnyRoute {
  // The handler is only ever called with what these very schemas made, and for this very role.
  return spec as unknown as AnyRoute
}
