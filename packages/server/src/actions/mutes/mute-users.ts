import { ChatError, MUTES_PER_USER, type Mute } from '@parley/protocol'
import { endAfter } from '../../domain/bans.ts'
import { checkCan, userResource } from '../../domain/permissions.ts'
import type { MuteRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { getTarget } from '../moderation/target-user.ts'
import { toMute } from '../wire/mute.ts'
import { People } from '../wire/people.ts'
import { announceMutes, tellMuteHooks } from './announce-mutes.ts'

/**
 * Mutes users for another one, all or none. Muting again gives the mute another end.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` for oneself, or above 1000
 */
export async function muteUsers(
  deps: Deps,
  actor: Actor,
  { user, save }: ActingUser,
  targetIds: readonly string[],
  minutes: number | undefined,
): Promise<Mute[]> {
  if (targetIds.includes(user.id)) throw invalidField('target_id', 'must be somebody else')
  const { mutes, people } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const nowUs = deps.clock()
      const targets = await targetsOf(tx, actor, targetIds)
      const people = new People(deps, [user, ...targets])
      const mutes: MuteRecord[] = []
      for (const { id: targetId } of targets) {
        const expiresAtUs = endAfter(minutes, nowUs)
        const times = { expiresAtUs, createdAtUs: nowUs, updatedAtUs: nowUs }
        mutes.push(await tx.putMute({ appId: user.appId, userId: user.id, targetId, ...times }))
      }
      checkCount(await tx.noteMutes(user.appId, user.id))
      await tellMuteHooks(tx, actor, 'user.muted', nowUs, people, mutes)
      return { mutes, people }
    },
    () => announceMutes(deps, user),
  )
  return mutes.map(mute => toMute(mute, people))
}

async function targetsOf(tx: Tx, actor: Actor, ids: readonly string[]): Promise<UserRecord[]> {
  const targets: UserRecord[] = []
  // In one order, so that two requests never wait for each other.
  for (const id of [...new Set(ids)].sort()) {
    const target = await getTarget(tx, actor, id)
    checkCan(actor, 'mute-user', userResource(target))
    targets.push(target)
  }
  return targets
}

function checkCount(count: number): void {
  if (count <= MUTES_PER_USER) return
  throw new ChatError(
    'invalid_input',
    `a user can mute at most ${MUTES_PER_USER} others; unmute somebody first`,
  )
}
