import type { MuteRecord } from '../../domain/records.ts'
import type { ActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadPeople } from '../wire/people.ts'
import { announceMutes, tellMuteHooks } from './announce-mutes.ts'

/** Takes mutes back; those that are not there are no error. */
export async function unmuteUsers(
  deps: Deps,
  actor: Actor,
  { user, save }: ActingUser,
  targetIds: readonly string[],
): Promise<void> {
  const { appId, id: userId } = user
  await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const unmuted = await tx.deleteMutes(appId, userId, targetIds)
      if (unmuted.length === 0) return unmuted
      await tx.noteMutes(appId, userId)
      const atUs = deps.clock()
      const people = await loadPeople(deps, tx, appId, unmuted, [user])
      const ended = unmuted.map((targetId): MuteRecord => {
        return { appId, userId, targetId, expiresAtUs: atUs, createdAtUs: atUs, updatedAtUs: atUs }
      })
      await tellMuteHooks(tx, actor, 'user.unmuted', atUs, people, ended)
      return unmuted
    },
    unmuted => {
      if (unmuted.length > 0) announceMutes(deps, user)
    },
  )
}
