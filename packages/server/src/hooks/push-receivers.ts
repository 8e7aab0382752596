import type { Deps } from '../actions/deps.ts'
import type { PushSubject } from '../actions/push/push-message.ts'
import type { App } from '../domain/app.ts'
import { wantsPush } from '../domain/push.ts'
import type { UserRecord } from '../domain/records.ts'
import { audienceOf } from '../domain/visibility.ts'

/** More repliers of one thread are not looked for. */
const THREAD_PARTICIPANTS = 1_000

/**
 * Who of these members gets the push: not the sender, not who muted the channel or the sender, not who
 * blocked the other one of two, not who may not see the message or takes no part in its thread, not
 * whose preferences say no.
 */
export async function receiversOf(
  deps: Deps,
  app: App,
  subject: PushSubject,
  memberIds: readonly string[],
): Promise<UserRecord[]> {
  const { type, channel, message, sender } = subject
  const { read } = deps.store
  const nowUs = deps.clock()
  const audience = audienceOf(message)?.userIds
  const participants = await participantsOf(deps, app, subject)
  const ids = memberIds.filter(
    id =>
      id !== sender.id &&
      // A reaction is news for whose message it was given to.
      (type !== 'reaction.new' || id === message.userId) &&
      (audience === undefined || audience.includes(id)) &&
      (participants === undefined || participants.has(id)) &&
      !(app.settings.pushOfflineOnly && deps.hub.isOnline(app.id, id)),
  )
  if (ids.length === 0) return []
  const users = await read.findUsers(app.id, ids)
  const ofChannel = await read.findChannelPushPreferences(app.id, channel.cid, ids)
  const channelMuters = await read.findChannelMuters(channel.pk, ids, nowUs)
  const muters = new Set(await read.findMuters(app.id, sender.id, ids, nowUs))
  const blockers = await blockersOf(deps, app, subject, ids)
  return users.filter(user => {
    const { id } = user
    if (channelMuters.has(id) || muters.has(id) || blockers.has(id)) return false
    const isMentioned = message.mentionedUserIds.includes(id)
    return wantsPush({ user, ofChannel: ofChannel.get(id), isMentioned }, nowUs)
  })
}

/** Who takes part in a reply's thread: who wrote in it or was mentioned, and whose message it hangs on. */
async function participantsOf(
  { store }: Deps,
  app: App,
  { message }: PushSubject,
): Promise<ReadonlySet<string> | undefined> {
  const { parentId, showInChannel, mentionedUserIds } = message
  if (parentId === undefined || showInChannel) return undefined
  const repliers = await store.read.listLatestRepliers(app.id, parentId, THREAD_PARTICIPANTS)
  const parent = await store.read.findMessage(app.id, parentId)
  const ids = [...repliers, ...mentionedUserIds, ...(parent?.mentionedUserIds ?? [])]
  return new Set(parent ? [...ids, parent.userId] : ids)
}

async function blockersOf(
  { store }: Deps,
  app: App,
  { channel, sender }: PushSubject,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const blockers = new Set<string>()
  if (channel.memberCount > 2) return blockers
  for (const id of ids) {
    const blocks = await store.read.listBlocks(app.id, id)
    if (blocks.some(block => block.blockedUserId === sender.id)) blockers.add(id)
  }
  return blockers
}
