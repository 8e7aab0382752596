import { ChatError, type PushPreferencesResponse } from '@parley/protocol'
import type { PushPreferencesBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseCid } from '../../domain/channels.ts'
import { changePreferences } from '../../domain/push.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type ActingUser, planActingUser } from '../channels/acting-user.ts'
import { checkRead, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { forgetUser } from '../users/announce-user.ts'

type Input = z.output<typeof PushPreferencesBody>
type Preference = Input['preferences'][number]
type Result = Omit<PushPreferencesResponse, 'duration'>

/**
 * Says what users want pushed, everywhere or of one channel, all of it or nothing. What is not given
 * stays. Clients say it for themselves.
 * @throws ChatError `invalid_input` | `not_allowed` | `not_found`
 */
export async function updatePushPreferences(
  deps: Deps,
  actor: Actor,
  { preferences, ...acting }: Input,
): Promise<Result> {
  const changes: Change[] = []
  for (const preference of preferences) changes.push(await planChange(deps, actor, acting, preference))
  const { result } = await deps.store.transaction(
    async tx => {
      const writing: Writing = { deps, tx, actor, written: [], result: emptyResult() }
      for (const change of changes) await write(writing, change)
      return writing
    },
    ({ written }) => {
      // Nobody else sees them: a `user.updated` would tell of nothing.
      for (const user of written) forgetUser(deps, user)
    },
  )
  return result
}

interface Change extends ActingUser {
  readonly preference: Preference
}

interface Writing {
  readonly deps: Deps
  readonly tx: Tx
  readonly actor: Actor
  readonly written: UserRecord[]
  readonly result: Result
}

const emptyResult = (): Result => ({ user_preferences: {}, user_channel_preferences: {} })

async function planChange(
  deps: Deps,
  actor: Actor,
  acting: Omit<Input, 'preferences'>,
  preference: Preference,
): Promise<Change> {
  const { user_id } = preference
  if (actor.kind === 'user' && user_id !== undefined && user_id !== actor.user.id) {
    throw new ChatError('not_allowed', 'clients change their own push preferences only')
  }
  return { ...(await planActingUser(deps, actor, user_id === undefined ? acting : { user_id })), preference }
}

async function write(writing: Writing, { user, save, preference }: Change): Promise<void> {
  await save?.(writing.tx)
  if (preference.channel_cid === undefined) await writeOwn(writing, user, preference)
  else await writeOfChannel(writing, user, preference.channel_cid, preference)
}

async function writeOwn({ deps, tx, written, result }: Writing, user: UserRecord, preference: Preference) {
  const before = (await tx.findUser(user.appId, user.id)) ?? user
  const pushPreferences = changePreferences(before.pushPreferences, preference)
  const after = { ...before, pushPreferences, updatedAtUs: Math.max(deps.clock(), before.updatedAtUs + 1) }
  await tx.updateUser(after)
  written.push(after)
  result.user_preferences[user.id] = pushPreferences
}

async function writeOfChannel(
  { tx, actor, result }: Writing,
  { appId, id: userId }: UserRecord,
  cid: string,
  preference: Preference,
) {
  const ref = parseCid(cid)
  if (!ref) throw invalidField('preferences.channel_cid', 'must be a cid')
  checkRead(actor, await openChannel(tx.unheld, actor, ref, userId))
  const before = await tx.findChannelPushPreferences(appId, cid, [userId])
  const changed = changePreferences(before.get(userId), preference)
  await tx.putChannelPushPreferences({ appId, userId, cid }, changed)
  result.user_channel_preferences[userId] = { ...result.user_channel_preferences[userId], [cid]: changed }
}
