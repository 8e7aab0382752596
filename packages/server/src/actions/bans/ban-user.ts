import { ADDRESSES_PER_IP_BAN, ChatError } from '@parley/protocol'
import type { BanUserBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Announcement } from '../../bus/bus.ts'
import { endAfter } from '../../domain/bans.ts'
import { can, checkCan, userResource } from '../../domain/permissions.ts'
import type { BanRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { ChannelChange } from '../channels/channel-change.ts'
import { type OpenChannel, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { getTarget } from '../moderation/target-user.ts'
import { announceApp, touchApp } from '../moderation/touch-app.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { announceUserChange, forgetUser } from '../users/announce-user.ts'
import { banEvent } from './ban-event.ts'
import { markMember, markUser } from './mark-banned.ts'

export type BanInput = z.output<typeof BanUserBody>

/** A ban on its way. */
interface Banning {
  readonly deps: Deps
  readonly tx: Tx
  readonly actor: Actor
  readonly by: UserRecord | undefined
  readonly target: UserRecord
  readonly ban: BanRecord
  readonly input: BanInput
}

interface Banned {
  readonly announcements: readonly Announcement[]
  /** Of the whole app. */
  readonly before?: UserRecord
  readonly after?: UserRecord
  readonly addresses?: boolean
  /** Messages go in the background. */
  readonly deletes?: boolean
}

/**
 * Bans a user from a channel or from the whole app; whatever ban there was in that scope is
 * overwritten. Who is banned may still connect and read, and is told, unless it is a shadow ban.
 * With `delete_messages` also what they wrote there goes.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` for oneself
 */
export async function banUser(deps: Deps, actor: Actor, input: BanInput): Promise<void> {
  const named = { user: input.user ?? input.banned_by, user_id: input.user_id ?? input.banned_by_id }
  const acting = await planNamedUser(deps, actor, named)
  const by = acting?.user
  if (by?.id === input.target_user_id) throw invalidField('target_user_id', 'must be somebody else')
  await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const open = await openScope(tx, actor, input, by)
      const target = await getTarget(tx, actor, input.target_user_id)
      checkMayBan(actor, open, target)
      const banning = { deps, tx, actor, by, target, input, ban: banOf(deps, actor, open, by, input) }
      checkMayDelete(actor, open, target, input)
      await tx.putBan(banning.ban)
      const done = await (open ? banHere(banning, open) : banEverywhere(banning))
      return { ...done, deletes: await deleteWritten(banning) }
    },
    done => announce(deps, actor, done),
  )
}

/** What they wrote goes in the background, and also if this server ends meanwhile. */
async function deleteWritten({ deps, tx, ban, input }: Banning): Promise<boolean> {
  const { appId, cid, userId, createdAtUs: untilUs } = ban
  const { delete_messages: mode } = input
  if (!mode) return false
  await insertTask(deps, tx, { appId, kind: 'delete_user_messages', input: { userId, mode, cid, untilUs } })
  return true
}

export function openScope(
  tx: Tx,
  actor: Actor,
  { type, id }: { readonly type?: string | undefined; readonly id?: string | undefined },
  by: UserRecord | undefined,
): Promise<OpenChannel> | undefined {
  return type === undefined || id === undefined ? undefined : openChannel(tx, actor, { type, id }, by?.id)
}

/** @throws ChatError `not_allowed` */
export function checkMayBan(actor: Actor, open: OpenChannel | undefined, target: UserRecord): void {
  if (open) checkMayBanHere(actor, open)
  else checkCan(actor, 'ban-user', userResource(target))
}

/** Who may ban people may ban them here. @throws ChatError `not_allowed` */
export function checkMayBanHere(actor: Actor, { resource }: OpenChannel): void {
  if (can(actor, 'ban-user', { ...resource, ownerId: undefined })) return
  checkCan(actor, 'ban-channel-member', resource)
}

/** @throws ChatError `not_allowed` for clients who could not delete these messages one by one. */
function checkMayDelete(
  actor: Actor,
  open: OpenChannel | undefined,
  target: UserRecord,
  { delete_messages: mode }: BanInput,
): void {
  if (!mode || actor.kind === 'server') return
  if (open) checkCan(actor, 'delete-message', { ...open.resource, ownerId: target.id })
  else throw new ChatError('not_allowed', 'delete_messages without a channel is for servers')
}

function banOf(
  deps: Deps,
  actor: Actor,
  open: OpenChannel | undefined,
  by: UserRecord | undefined,
  { target_user_id: userId, reason, shadow = false, timeout }: BanInput,
): BanRecord {
  const createdAtUs = deps.clock()
  return {
    appId: actor.app.id,
    cid: open?.channel.cid,
    userId,
    bannedById: by?.id,
    reason,
    shadow,
    expiresAtUs: endAfter(timeout, createdAtUs),
    createdAtUs,
  }
}

async function banHere(banning: Banning, open: OpenChannel): Promise<Banned> {
  const { deps, tx, actor, by, target, ban, input } = banning
  const change = new ChannelChange(deps, tx, actor, open, by)
  await markMember(change, target.id, ban)
  if (input.ban_from_future_channels) await banFromFuture(tx, ban)
  const { channel } = open
  const event = { type: 'user.banned', ban, user: target, by, channel, atUs: ban.createdAtUs } as const
  return { announcements: [...change.log.announcements, ...(await banEvent(deps, tx, actor, event))] }
}

async function banFromFuture(tx: Tx, ban: BanRecord): Promise<void> {
  const { cid: _, bannedById, ...rest } = ban
  if (bannedById === undefined) {
    throw invalidField(
      'user_id',
      'is required with ban_from_future_channels: it says whose channels are meant',
    )
  }
  await tx.putFutureBan({ ...rest, bannedById })
}

async function banEverywhere({ deps, tx, actor, by, target, ban, input }: Banning): Promise<Banned> {
  const after = await markUser(tx, target, ban, ban.createdAtUs)
  const ips = input.ip_ban ? await addressesOf(deps, tx, target) : []
  const addresses = await tx.replaceIpBans(target.appId, target.id, ips, ban.expiresAtUs)
  if (addresses) await touchApp(deps, tx, actor.app)
  const event = {
    type: 'user.banned',
    ban,
    user: after,
    by,
    channel: undefined,
    atUs: ban.createdAtUs,
  } as const
  const announcements = await banEvent(deps, tx, actor, event)
  return { announcements, before: target, after, addresses }
}

/** Where the user is connected from now, and was last. */
async function addressesOf(deps: Deps, tx: Tx, { appId, id }: UserRecord): Promise<string[]> {
  const open = deps.hub.connectionsOf(appId, id).map(connection => connection.ip)
  const last = await tx.findLastAddress(appId, id)
  const known = [...new Set(last === undefined ? open : [...open, last])].slice(0, ADDRESSES_PER_IP_BAN)
  if (known.length > 0) return known
  throw new ChatError(
    'invalid_input',
    `ip_ban can’t be used: no address of user "${id}" is known, they never connected`,
    { details: { fields: { ip_ban: 'no address of the user is known' } } },
  )
}

function announce(deps: Deps, actor: Actor, banned: Banned): void {
  const { announcements, before, after, addresses, deletes } = banned
  if (before && after) announceMarked(deps, before, after)
  if (addresses) announceApp(deps, actor.app)
  announceAll(deps, announcements)
  if (deletes) wakeTasks(deps)
}

/** Tells of a ban of the whole app that came or went; of a shadow ban nodes alone. */
export function announceMarked(deps: Deps, before: UserRecord, after: UserRecord): void {
  if (before.banned || after.banned) announceUserChange(deps, before, after)
  else forgetUser(deps, after)
}
