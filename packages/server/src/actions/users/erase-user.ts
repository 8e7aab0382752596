import { isDistinct } from '../../domain/channels.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { ChannelChange } from '../channels/channel-change.ts'
import { startErasing } from '../channels/delete-channel.ts'
import { endChannel } from '../channels/end-channel.ts'
import { withMember } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { removeMembers } from '../members/remove-members.ts'
import { wakeTasks } from '../tasks/start-task.ts'

type Server = Extract<Actor, { kind: 'server' }>

/** What each of these does is done channel by channel, so that doing it again goes on where it ended. */
const PAGE = 100

/** Ends the user's memberships, each with its event, and forgets who the user was. */
export async function eraseUser(deps: Deps, actor: Server, user: UserRecord): Promise<UserRecord> {
  await leaveChannels(deps, actor, user)
  const { appId, id } = user
  return deps.store.transaction(async tx => {
    await tx.hardDeleteUser(appId, id, deps.clock())
    return (await tx.findUser(appId, id)) ?? user
  })
}

async function leaveChannels(deps: Deps, actor: Server, { appId, id }: UserRecord): Promise<void> {
  for (const { channelPk } of await deps.store.read.listMemberships(appId, id)) {
    await changeChannel(deps, actor, channelPk, change => removeMembers(change, [id]))
  }
}

/** Deletes the channels of two that the user is in. */
export async function endConversations(
  deps: Deps,
  actor: Server,
  { appId, id }: UserRecord,
  mode: 'soft' | 'hard',
): Promise<void> {
  const memberships = await deps.store.read.listMemberships(appId, id)
  for (const { channelPk } of memberships) {
    await deps.store.transaction(
      async tx => {
        const channel = await tx.findChannelByPk(channelPk)
        if (!channel || !isConversation(channel)) return []
        return endOne(deps, tx, actor, channel, mode === 'hard')
      },
      announcements => {
        announceAll(deps, announcements)
        if (mode === 'hard') wakeTasks(deps)
      },
    )
  }
}

function isConversation(channel: ChannelRecord): boolean {
  return channel.deletedAtUs === undefined && isDistinct(channel) && channel.memberCount <= 2
}

async function endOne(deps: Deps, tx: Tx, actor: Server, channel: ChannelRecord, hard: boolean) {
  const ended = await endChannel(deps, tx, actor, channel, undefined, hard)
  if (hard) await startErasing(deps, tx, [ended.channel], {})
  return ended.announcements
}

/** Softly deletes the channels that the user made. */
export async function endCreatedChannels(deps: Deps, actor: Server, user: UserRecord): Promise<void> {
  for await (const { pk } of createdBy(deps, user)) {
    await deps.store.transaction(
      async tx => {
        const channel = await tx.findChannelByPk(pk)
        return channel && channel.deletedAtUs === undefined ? endOne(deps, tx, actor, channel, false) : []
      },
      announcements => announceAll(deps, announcements),
    )
  }
}

/** Brings the channels back that were softly deleted since then; their members are notified of them again. */
export async function restoreCreatedChannels(
  deps: Deps,
  actor: Server,
  user: UserRecord,
  sinceUs: number,
): Promise<void> {
  for await (const { pk } of createdBy(deps, user)) {
    await changeChannel(deps, actor, pk, async change => {
      const { deletedAtUs, erasedAtUs } = change.channel
      if (deletedAtUs === undefined || deletedAtUs < sinceUs || erasedAtUs !== undefined) return
      await change.update({ ...change.channel, deletedAtUs: undefined })
      await followMembers(change)
    })
  }
}

async function followMembers({ tx, log, channel }: ChannelChange): Promise<void> {
  for (let offset = 0; ; offset += PAGE) {
    const members = await tx.listMembers(channel.pk, { limit: PAGE, offset })
    for (const { userId } of members) log.membership(userId, true)
    if (members.length < PAGE) return
  }
}

/** Makes somebody else the owner of the channels that the user made. */
export async function handOverChannels(
  deps: Deps,
  actor: Server,
  user: UserRecord,
  newOwner: () => Promise<string>,
): Promise<void> {
  for await (const { pk } of createdBy(deps, user)) {
    const ownerId = await newOwner()
    await changeChannel(deps, actor, pk, change => change.update({ ...change.channel, createdById: ownerId }))
  }
}

async function* createdBy(deps: Deps, { appId, id }: UserRecord): AsyncGenerator<ChannelRecord> {
  for (let afterPk = 0; ; ) {
    const page = await deps.store.read.listCreatedChannels(appId, id, afterPk, PAGE)
    yield* page
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    afterPk = last.pk
  }
}

async function changeChannel(
  deps: Deps,
  actor: Server,
  channelPk: number,
  work: (change: ChannelChange) => Promise<void>,
): Promise<void> {
  await deps.store.transaction(
    async tx => {
      const channel = await tx.findChannelByPk(channelPk)
      if (!channel) return []
      const change = new ChannelChange(deps, tx, actor, withMember(actor, channel, undefined), undefined)
      await work(change)
      return change.log.announcements
    },
    announcements => announceAll(deps, announcements),
  )
}
