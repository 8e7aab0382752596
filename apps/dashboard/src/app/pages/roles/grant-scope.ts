import type { PermissionObject, Role } from '@parley/client'
import { type Api, path } from '../../api/api'
import type { ChatApi } from '../../api/chat-api'
import type { SavedGrants } from './grants-draft'
import type { ActionsReply, Grants } from './grants-rows'

export const APP_SCOPE = '.app'

/** What the matrix is made of, besides the grants of a scope. */
export interface GrantWorld {
  readonly words: ActionsReply
  readonly roles: readonly Role[]
  readonly permissions: readonly PermissionObject[]
  readonly types: readonly { readonly name: string; readonly grants: Grants }[]
  readonly app: Grants
}

export async function loadWorld(api: Api, chat: ChatApi): Promise<GrantWorld> {
  const [words, { roles }, { permissions }, { channel_types: types }, { app }] = await Promise.all([
    api.get<ActionsReply>('/permissions'),
    chat.get<{ roles: Role[] }>('/roles'),
    chat.get<{ permissions: PermissionObject[] }>('/permissions'),
    chat.get<{ channel_types: Record<string, { name: string; grants: Grants }> }>('/channeltypes'),
    chat.get<{ app: { grants: Grants } }>('/app'),
  ])
  return { words, roles, permissions, types: Object.values(types), app: app.grants }
}

/** The grants of one scope: `.app`, a channel type's name, or a channel's cid. */
export interface ScopeGrants extends SavedGrants {
  readonly scope: string
  /** Of a channel: all that it has otherwise than its type. */
  readonly overrides?: Readonly<Record<string, unknown>>
  /** Of a channel: its type. */
  readonly type?: string
}

export const isChannel = (scope: string): boolean => scope.includes(':')

/** @throws ApiError 404 for a channel that there is not */
export async function loadScope(
  api: Api,
  world: GrantWorld,
  appKey: string,
  scope: string,
): Promise<ScopeGrants> {
  const { default_grants: defaults } = world.words
  if (scope === APP_SCOPE) {
    return { scope, grants: world.app, inherited: undefined, defaults: defaults[APP_SCOPE] ?? {} }
  }
  if (!isChannel(scope)) {
    const grants = world.types.find(type => type.name === scope)?.grants
    if (!grants) throw new Error(`There is no channel type “${scope}” any more. Choose another scope.`)
    return { scope, grants, inherited: undefined, defaults: defaults[scope] ?? defaults.messaging ?? {} }
  }
  const shown = await api.get<OverridesReply>(path`/apps/${appKey}/config_overrides`, { cid: scope })
  const { type, config_overrides: overrides } = shown
  const inherited = world.types.find(each => each.name === type)?.grants ?? {}
  return { scope, type, overrides, inherited, grants: overrides.grants ?? {}, defaults: {} }
}

interface OverridesReply {
  readonly type: string
  readonly config_overrides: Readonly<Record<string, unknown>> & { readonly grants?: Grants }
}

/** Writes what changed; `merged` is all that a channel has of its own then. */
export async function saveScope(
  chat: ChatApi,
  { scope, overrides }: ScopeGrants,
  changed: Grants,
  merged: Grants,
): Promise<void> {
  if (scope === APP_SCOPE) await chat.patch('/app', { grants: changed })
  else if (!isChannel(scope)) await chat.put(path`/channeltypes/${scope}`, { grants: changed })
  else {
    const { grants: _, ...others } = overrides ?? {}
    const grants = Object.keys(merged).length > 0 ? { grants: merged } : {}
    await chat.patch(channelPath(scope), { set: { config_overrides: { ...others, ...grants } } })
  }
}

function channelPath(cid: string): string {
  const at = cid.indexOf(':')
  return path`/channels/${cid.slice(0, at)}/${cid.slice(at + 1)}`
}
