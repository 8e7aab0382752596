import type { Announcement } from '../../bus/bus.ts'
import type { BanRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { channelFrame, type EventScope } from '../wire/channel-event.ts'
import { joinJson } from '../wire/json.ts'
import { userJson } from '../wire/user.ts'

export interface BanEvent {
  readonly type: 'user.banned' | 'user.unbanned'
  readonly ban: BanRecord
  /** As they are now. */
  readonly user: UserRecord
  /** Who bans, or lifts the ban; undefined for a server, or for the time that ran out. */
  readonly by: UserRecord | undefined
  /** Undefined: the whole app. */
  readonly channel: EventScope | undefined
  readonly atUs: number
}

/**
 * Keeps the event for webhooks, and returns what the banned user's own connections get: nothing of a
 * shadow ban.
 */
export async function banEvent(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  { type, ban, user, by, channel, atUs }: BanEvent,
): Promise<Announcement[]> {
  const { appId, id: userId } = user
  const shown = type === 'user.banned'
  const parts = {
    user: userJson(deps, user),
    created_by: by ? userJson(deps, by) : 'null',
    reason: shown && ban.reason !== undefined ? JSON.stringify(ban.reason) : undefined,
    expiration: shown && ban.expiresAtUs !== undefined ? `"${toRfc3339(ban.expiresAtUs)}"` : undefined,
  }
  const forHooks = ban.shadow ? { ...parts, shadow: 'true' } : parts
  await tellHooks(tx, source, { type, atUs, channel, userId, parts: forHooks })
  if (ban.shadow) return []
  const frame = channel ? channelFrame(type, channel, { atUs }, parts) : userFrame(type, atUs, parts)
  return [{ to: 'user', appId, userId, type, frame }]
}

function userFrame(type: string, atUs: number, parts: Readonly<Record<string, string | undefined>>): string {
  return `{"type":"${type}","created_at":"${toRfc3339(atUs)}",${joinJson(parts).slice(1)}`
}
