import { ChatError } from '@parley/protocol'
import type { ExportChannelsBody, ExportUsersBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cidOf } from '../../domain/channels.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { startTask } from '../tasks/start-task.ts'

type ChannelsInput = z.output<typeof ExportChannelsBody>
type UsersInput = z.output<typeof ExportUsersBody>

/**
 * Begins an export of channels and returns the task's id.
 * @throws ChatError `not_found` for a channel that does not exist | `invalid_input` for times that can't be
 */
export async function exportChannels(
  deps: Deps,
  actor: Actor,
  body: ChannelsInput,
  serverUrl: string,
): Promise<string> {
  const appId = actor.app.id
  const channels = body.channels.map((wanted, index) => ({
    cid: wanted.cid ?? cidOf(wanted.type ?? '', wanted.id ?? ''),
    ...periodOf(wanted, index),
  }))
  const cids = channels.map(({ cid }) => cid)
  const deletedToo = body.include_soft_deleted_channels === true
  const found = await deps.store.read.findChannels(appId, cids)
  const there = new Set(
    found.filter(each => deletedToo || each.deletedAtUs === undefined).map(({ cid }) => cid),
  )
  const missing = cids.find(cid => !there.has(cid))
  if (missing !== undefined) throw new ChatError('not_found', `channel ${missing} does not exist`)
  const input = {
    channels,
    clearDeleted: body.clear_deleted_message_text === true,
    truncated: body.include_truncated_messages === true,
    users: body.export_users === true,
    lines: body.version === 'v2',
    serverUrl,
  }
  return startTask(deps, { appId, kind: 'export-channels', input })
}

function periodOf(wanted: ChannelsInput['channels'][number], index: number) {
  const { messages_since: since, messages_until: until } = wanted
  const sinceUs = since === undefined ? undefined : parseTime(since)
  const untilUs = until === undefined ? undefined : parseTime(until)
  if (sinceUs !== undefined && untilUs !== undefined && untilUs < sinceUs) {
    throw invalidField(`channels[${index}].messages_until`, 'must not be before messages_since')
  }
  return { ...(sinceUs !== undefined && { sinceUs }), ...(untilUs !== undefined && { untilUs }) }
}

/**
 * Begins an export of users and returns the task's id.
 * @throws ChatError `not_found` for users that don't exist
 */
export async function exportUsers(
  deps: Deps,
  actor: Actor,
  body: UsersInput,
  serverUrl: string,
): Promise<string> {
  const appId = actor.app.id
  const userIds = [...new Set(body.user_ids)]
  const found = new Set((await deps.store.read.findUsers(appId, userIds)).map(({ id }) => id))
  const missing = userIds.find(id => !found.has(id))
  if (missing !== undefined) throw new ChatError('not_found', `user "${missing}" does not exist`)
  return startTask(deps, { appId, kind: 'export-users', input: { userIds, serverUrl } })
}
