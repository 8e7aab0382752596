import { ACTIONS, type Action } from '@parley/protocol'
import { ACTION_FACTS, type StopKind } from './action-facts.ts'
import { can, type Resource, type Subject } from './permissions.ts'

const CHANNEL_ACTIONS = (Object.keys(ACTIONS) as Action[]).filter(action => ACTIONS[action] === 'channel')
const CONTENT_ACTIONS = (Object.keys(ACTIONS) as Action[]).filter(
  action => ACTIONS[action] === 'message' || ACTIONS[action] === 'attachment',
)

/**
 * What the subject may do in a channel: `own_capabilities`.
 *
 * Actions on the channel stand there by their name. Actions on messages and attachments stand as
 * `update-message` when anybody's may be changed, as `update-message-owner` when only one's own.
 */
export function ownCapabilities(subject: Subject, channel: Resource): readonly string[] {
  // What conditions ask is not part of the key.
  const cache = subject.app.rules?.permissions.size ? undefined : cacheOf(channel)
  const key = cacheKey(subject, channel)
  const known = cache?.get(key)
  if (known) return known
  const list = listCapabilities(subject, channel)
  // Team memberships make many keys; starting over is cheap.
  if (cache && cache.size >= MAX_CACHED) cache.clear()
  cache?.set(key, list)
  return list
}

function listCapabilities(subject: Subject, channel: Resource): readonly string[] {
  const others: Resource = { ...channel, ownerId: undefined }
  const own: Resource = { ...channel, ownerId: subject.user?.id }
  const list: string[] = CHANNEL_ACTIONS.filter(action => can(subject, action, channel))
  for (const action of CONTENT_ACTIONS) {
    if (can(subject, action, others)) list.push(action)
    else if (can(subject, action, own)) list.push(`${action}-owner`)
  }
  return list
}

/** What takes writing away from who may do it otherwise. */
export type BanStop = StopKind & `banned_${string}`

/** What is left of capabilities while bans last. */
export function withoutBanned(list: readonly string[], bans: readonly BanStop[]): readonly string[] {
  return bans.length === 0 ? list : list.filter(each => !bans.some(ban => REFUSED[ban].has(each)))
}

const REFUSED: Readonly<Record<BanStop, ReadonlySet<string>>> = {
  banned_from_app: refusedBy('banned_from_app'),
  banned_here: refusedBy('banned_here'),
}

function refusedBy(ban: BanStop): ReadonlySet<string> {
  const actions = (Object.keys(ACTIONS) as Action[]).filter(action => isRefused(action, ban))
  return new Set(actions.flatMap(action => [action, `${action}-owner`]))
}

/** Or what it takes besides. */
function isRefused(action: Action, ban: BanStop): boolean {
  const { stops, needs } = ACTION_FACTS[action]
  return stops.includes(ban) || (needs !== undefined && isRefused(needs, ban))
}

const MAX_CACHED = 1_000

/** By what the answer depends on; a page of channels of one type asks a few distinct questions. */
const caches = new WeakMap<object, Map<string, readonly string[]>>()

function cacheOf({ channel }: Resource): Map<string, readonly string[]> | undefined {
  // Channels with grants of their own are few; what they change is not part of the key.
  if (!channel || channel.overrides?.grants !== undefined) return undefined
  let cache = caches.get(channel.type.grants)
  if (!cache) {
    cache = new Map()
    caches.set(channel.type.grants, cache)
  }
  return cache
}

function cacheKey(subject: Subject, resource: Resource): string {
  const { settings } = subject.app
  const free = settings.disablePermissionsChecks ? '1' : ''
  const team = settings.multiTenantEnabled ? teamKey(subject, resource) : ''
  const owns = resource.ownerId !== undefined && resource.ownerId === subject.user?.id ? 'o' : ''
  return `${subject.kind} ${subject.user?.role} ${resource.channel?.channelRole} ${owns} ${free} ${team}`
}

function teamKey({ user }: Subject, { teams }: Resource): string {
  return JSON.stringify([user?.teams, user?.teamsRole, teams])
}
