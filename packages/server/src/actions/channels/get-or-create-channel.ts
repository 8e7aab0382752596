import { type ChannelStateResponse, MEMBERS_DEFAULT_LIMIT, WATCHERS_DEFAULT_LIMIT } from '@parley/protocol'
import type { GetOrCreateChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { getChannelType } from '../../domain/channels-config.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Connection } from '../../hub/hub.ts'
import type { Actor, Deps } from '../deps.ts'
import { type ActingUser, planNamedUser } from './acting-user.ts'
import { loadChannelState } from './channel-state.ts'
import { createChannel, distinctId } from './create-channel.ts'
import { checkPageOfNew, messageWindow } from './message-page.ts'
import { checkRead, type OpenChannel, openFound } from './open-channel.ts'
import { getConnection, watchAndReopen } from './watching.ts'

export interface GetOrCreateChannel {
  readonly type: string
  /** Undefined: the channel of exactly `data.members`. */
  readonly id: string | undefined
  readonly body: z.output<typeof GetOrCreateChannelBody>
  /** Of the query or the body; needed for `watch` and `presence`. */
  readonly connectionId: string | undefined
}

/**
 * Returns a channel, making it first when there is none; `data` counts only then.
 * With `watch` the connection is subscribed before the state is read, so that nothing falls between.
 * @throws ChatError `not_allowed` | `invalid_input` | `not_found` (the type)
 */
export async function getOrCreateChannel(
  deps: Deps,
  actor: Actor,
  { type, id, body, connectionId }: GetOrCreateChannel,
): Promise<ChannelStateResponse> {
  getChannelType(actor.app, type)
  const listens = actor.kind !== 'server' && (body.watch === true || body.presence === true)
  const connection = listens ? getConnection(deps, actor, connectionId) : undefined
  const viewing = await viewerOf(deps, actor, body)
  const viewer = viewing?.user
  const ref = { type, id: id ?? (await distinctId(actor, type, body.data)) }

  let found = await deps.store.read.findChannel(actor.app.id, type, ref.id)
  if (!found || found.deletedAtUs !== undefined) {
    checkPageOfNew(`${type}:${ref.id}`, body.messages)
    await createChannel(deps, actor, {
      ...ref,
      data: body.data,
      hideForCreator: body.hide_for_creator === true,
      distinct: id === undefined,
      saveViewer: viewing?.save,
    })
    found = await deps.store.read.findChannel(actor.app.id, type, ref.id)
  }
  const seen = await openFound(deps.store.read, actor, ref, found, viewer?.id)
  checkRead(actor, seen)
  const open = connection && body.watch ? await watchAndReopen(deps, actor, connection, seen) : seen
  const state = await loadState(deps, actor, open, viewer, body, connection)
  if (viewing?.save) await deps.store.transaction(viewing.save)
  return state
}

/** Whose eyes: the client's own, or of whom a server names. */
function viewerOf(
  deps: Deps,
  actor: Actor,
  { user, user_id }: GetOrCreateChannel['body'],
): Promise<ActingUser | undefined> {
  return planNamedUser(deps, actor, { user, user_id })
}

async function loadState(
  deps: Deps,
  actor: Actor,
  open: OpenChannel,
  viewer: UserRecord | undefined,
  body: GetOrCreateChannel['body'],
  connection: Connection | undefined,
): Promise<ChannelStateResponse> {
  const { members, watchers } = body
  const state = await loadChannelState(deps, actor, open, viewer, {
    state: body.state !== false,
    messages: await messageWindow(deps.store.read, open.channel, body.messages),
    members: { limit: members?.limit ?? MEMBERS_DEFAULT_LIMIT, offset: members?.offset ?? 0 },
    watchers: watchers && { limit: watchers.limit ?? WATCHERS_DEFAULT_LIMIT, offset: watchers.offset ?? 0 },
  })
  if (connection && body.presence && open.config.connect_events) {
    deps.hub.subscribePresence(
      connection,
      state.members.map(member => member.user_id),
    )
  }
  return state
}
