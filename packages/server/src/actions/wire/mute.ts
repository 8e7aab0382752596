import type { Mute } from '@parley/protocol'
import type { MuteRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** The mute as its owner and servers see it. */
export function toMute(mute: MuteRecord, people: People): Mute {
  return {
    user: people.userOrGhost(mute.userId),
    target: people.userOrGhost(mute.targetId),
    expires: mute.expiresAtUs === undefined ? null : toRfc3339(mute.expiresAtUs),
    created_at: toRfc3339(mute.createdAtUs),
    updated_at: toRfc3339(mute.updatedAtUs),
  }
}
