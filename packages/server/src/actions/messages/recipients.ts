import type { App } from '../../domain/app.ts'
import { can } from '../../domain/permissions.ts'
import type { MessageRecord } from '../../domain/records.ts'
import { audienceOf } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import { type OpenChannel, withMember } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import type { Recipients } from '../events/channel-log.ts'

/** Watchers looked at for who may read restricted messages; those beyond see them when they read. */
const MAX_WATCHERS = 1_000

/**
 * Whom events about a message reach; undefined, and nothing asked, when it is for everybody.
 * Anything logged about a message must be given them: `log.append(type, place, parts, notice, to)`.
 */
export async function recipientsOf(
  deps: Deps,
  tx: Tx,
  { app }: Pick<Actor, 'app'>,
  { channel }: Pick<OpenChannel, 'channel'>,
  message: MessageRecord,
): Promise<Recipients | undefined> {
  const audience = audienceOf(message)
  if (!audience) return undefined
  const members = await tx.findMembers(channel.pk, audience.userIds)
  const holders = audience.why === 'restricted' ? await watchingHolders(deps, tx, app, channel) : []
  return {
    audience,
    watcherIds: [...new Set([...audience.userIds, ...holders])],
    memberIds: members.map(member => member.userId),
  }
}

/** Of those who watch: who may read what is restricted to others. */
async function watchingHolders(
  { hub }: Deps,
  tx: Tx,
  app: App,
  channel: OpenChannel['channel'],
): Promise<string[]> {
  const ids = hub.watcherIds(channel.appId, channel.cid, MAX_WATCHERS, 0)
  if (ids.length === 0) return []
  const users = await tx.findUsers(channel.appId, ids)
  const members = new Map((await tx.findMembers(channel.pk, ids)).map(member => [member.userId, member]))
  const holds = users.filter(user => {
    const actor: Actor = { kind: 'user', app, user }
    const { resource } = withMember(actor, channel, members.get(user.id))
    return can(actor, 'read-restricted-visibility-message', resource)
  })
  return holds.map(user => user.id)
}
