import {
  ChatError,
  MESSAGE_REMINDERS_PER_USER,
  type ReminderEventMap,
  type ReminderResponse,
} from '@parley/protocol'
import type { ReminderBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkFeature } from '../../domain/features.ts'
import type { ReminderRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import { type ActingUserInput, planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { type FoundMessage, getMessage } from '../messages/get-message.ts'
import { showReminders } from './show-reminders.ts'
import { tellReminder } from './tell-reminder.ts'

type ReminderInput = z.output<typeof ReminderBody>

/**
 * Sets a reminder of a message; without a time it is a bookmark.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled` | `invalid_input` for a second one
 */
export function createReminder(
  deps: Deps,
  actor: Actor,
  messageId: string,
  input: ReminderInput,
): Promise<ReminderResponse> {
  return change(deps, actor, messageId, input, 'reminder.created', async (tx, user, { message }) => {
    if ((await tx.countReminders(user.appId, user.id)) >= MESSAGE_REMINDERS_PER_USER) throw tooMany(user)
    const atUs = deps.clock()
    const reminder: ReminderRecord = {
      appId: user.appId,
      userId: user.id,
      messageId,
      channelPk: message.channelPk,
      cid: message.cid,
      remindAtUs: timeOf(input),
      createdAtUs: atUs,
      updatedAtUs: atUs,
    }
    if (!(await tx.insertReminder(reminder))) throw taken(messageId)
    return reminder
  })
}

/**
 * Gives a reminder another time; without one it becomes a bookmark.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled`
 */
export function updateReminder(
  deps: Deps,
  actor: Actor,
  messageId: string,
  input: ReminderInput,
): Promise<ReminderResponse> {
  return change(deps, actor, messageId, input, 'reminder.updated', async (tx, user) => {
    const before = await getReminder(tx, user, messageId)
    const after = { ...before, remindAtUs: timeOf(input), updatedAtUs: deps.clock() }
    await tx.updateReminder(after)
    return after
  })
}

/**
 * Deletes a reminder, also where reminders were switched off meanwhile.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function deleteReminder(
  deps: Deps,
  actor: Actor,
  messageId: string,
  query: { readonly user_id?: string | undefined },
): Promise<void> {
  await change(deps, actor, messageId, query, 'reminder.deleted', async (tx, user) => {
    const reminder = await getReminder(tx, user, messageId)
    await tx.deleteReminder(reminder)
    return reminder
  })
}

async function change(
  deps: Deps,
  actor: Actor,
  messageId: string,
  input: ActingUserInput,
  type: keyof ReminderEventMap,
  write: (tx: Tx, user: UserRecord, found: FoundMessage) => Promise<ReminderRecord>,
): Promise<ReminderResponse> {
  const { user, save } = await planActingUser(deps, actor, { user: input.user, user_id: input.user_id })
  const { shown } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const { message, open } = await getMessage(tx, actor, messageId, user.id)
      if (type !== 'reminder.deleted') checkFeature(open.config, 'user_message_reminders')
      const reminder = await write(tx, user, { message, open })
      const reminded = { reminder, open, message }
      const [shown] = await showReminders(deps, tx, user, [reminded])
      if (!shown) throw noReminder(messageId)
      return { shown, announcement: await tellReminder(deps, tx, actor, type, user, reminded, shown) }
    },
    ({ announcement }) => announceAll(deps, [announcement]),
  )
  return shown
}

async function getReminder(tx: Tx, user: UserRecord, messageId: string): Promise<ReminderRecord> {
  const [reminder] = await tx.findReminders(user.appId, user.id, [messageId])
  if (reminder) return reminder
  throw noReminder(messageId)
}

function timeOf({ remind_at }: ReminderInput): number | undefined {
  return remind_at === undefined ? undefined : parseTime(remind_at)
}

function noReminder(messageId: string): ChatError {
  return new ChatError('not_found', `this user has no reminder of message "${messageId}"`)
}

function taken(messageId: string): ChatError {
  return invalidField(
    'message_id',
    `"${messageId}" has a reminder of this user already: change it with PATCH`,
  )
}

function tooMany({ id }: UserRecord): ChatError {
  return invalidField('user_id', `"${id}" has ${MESSAGE_REMINDERS_PER_USER} reminders, which is the most`)
}
