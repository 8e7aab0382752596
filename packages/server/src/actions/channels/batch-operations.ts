import type { ChannelBatchOperation } from '@parley/protocol'
import type { Actor, Deps } from '../deps.ts'
import { partialUpdateMember } from '../members/partial-update-member.ts'
import type { ChannelBatch } from './batch-channels.ts'
import { hideChannel, showChannel } from './hide-channel.ts'
import type { ChannelRef } from './open-channel.ts'
import { partialUpdateChannel } from './partial-update-channel.ts'
import { updateChannel } from './update-channel.ts'

type Server = Extract<Actor, { kind: 'server' }>

/** Does its one thing to one channel, twice as well as once. */
type Operation = (deps: Deps, actor: Server, ref: ChannelRef, batch: ChannelBatch) => Promise<unknown>

const idsOf = ({ members = [] }: ChannelBatch): string[] => members.map(member => member.user_id)

/** For each of the named users by itself. */
function forEachMember(
  act: (deps: Deps, actor: Server, ref: ChannelRef, userId: string) => Promise<unknown>,
): Operation {
  return async (deps, actor, ref, batch) => {
    for (const userId of idsOf(batch)) await act(deps, actor, ref, userId)
  }
}

function archive(archived: boolean): Operation {
  return forEachMember((deps, actor, ref, userId) =>
    partialUpdateMember(deps, actor, ref, userId, { set: { archived, custom: {} }, unset: [] }),
  )
}

/** What `PUT channels/batch` can do. */
export const BATCH_OPERATIONS: Readonly<Record<ChannelBatchOperation, Operation>> = {
  addMembers: (deps, actor, ref, { members }) => updateChannel(deps, actor, ref, { add_members: members }),
  removeMembers: (deps, actor, ref, batch) =>
    updateChannel(deps, actor, ref, { remove_members: idsOf(batch) }),
  inviteMembers: (deps, actor, ref, { members }) => updateChannel(deps, actor, ref, { invites: members }),
  assignRoles: (deps, actor, ref, { members }) => updateChannel(deps, actor, ref, { assign_roles: members }),
  addModerators: (deps, actor, ref, batch) =>
    updateChannel(deps, actor, ref, { add_moderators: idsOf(batch) }),
  demoteModerators: (deps, actor, ref, batch) =>
    updateChannel(deps, actor, ref, { demote_moderators: idsOf(batch) }),
  hide: forEachMember((deps, actor, ref, user_id) => hideChannel(deps, actor, ref, { user_id })),
  show: forEachMember((deps, actor, ref, user_id) => showChannel(deps, actor, ref, { user_id })),
  archive: archive(true),
  unarchive: archive(false),
  updateData: (deps, actor, ref, { data }) => {
    const { custom = {}, ...columns } = data ?? {}
    return partialUpdateChannel(deps, actor, ref, { set: { ...columns, custom }, unset: [] })
  },
}
