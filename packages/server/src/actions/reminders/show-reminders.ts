import type { ReminderResponse } from '@parley/protocol'
import type { MessageRecord, ReminderRecord, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { canRead, type OpenChannel, openFound, visibleOf } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from '../messages/show-messages.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'
import { toReminder } from '../wire/reminder.ts'

/** A reminder with what it is of. */
export interface Reminded {
  readonly reminder: ReminderRecord
  readonly open: OpenChannel
  readonly message: MessageRecord
}

/**
 * Loads what reminders of one user are of. Those of messages that the user may not read (any more)
 * are left out.
 */
export async function loadReminded(
  reader: Reader,
  actor: Actor,
  user: UserRecord,
  reminders: readonly ReminderRecord[],
): Promise<Reminded[]> {
  const { id: appId } = actor.app
  const ids = reminders.map(reminder => reminder.messageId)
  const messages = new Map((await reader.findMessages(appId, ids)).map(message => [message.id, message]))
  const cids = new Set(reminders.map(reminder => reminder.cid))
  const found: Reminded[] = []
  for (const channel of await reader.findChannels(appId, [...cids])) {
    if (channel.deletedAtUs !== undefined) continue
    const open = await openFound(reader, actor, channel, channel, user.id)
    if (!canRead(actor, open)) continue
    const here = reminders.filter(reminder => reminder.channelPk === channel.pk)
    const wanted = here.map(({ messageId }) => messages.get(messageId)).filter(each => each !== undefined)
    const seen = new Map((await visibleOf(reader, actor, open, wanted)).map(each => [each.id, each]))
    for (const reminder of here) {
      const message = seen.get(reminder.messageId)
      if (message) found.push({ reminder, open, message })
    }
  }
  return reminders
    .map(each => found.find(({ reminder }) => reminder === each))
    .filter(each => each !== undefined)
}

/** Reminders with their message, channel and user, in the same order. */
export async function showReminders(
  deps: Deps,
  reader: Reader,
  user: UserRecord,
  reminded: readonly Reminded[],
): Promise<ReminderResponse[]> {
  const byChannel = Map.groupBy(reminded, ({ open }) => open.channel)
  const shown = new Map<ReminderRecord, ReminderResponse>()
  for (const [channel, here] of byChannel) {
    const messages = here.map(({ message }) => message)
    const { show } = await showMessages(deps, reader, channel, messages)
    const people = await loadPeople(deps, reader, channel.appId, [channel.createdById], [user])
    const plain = toPlainChannel(channel, people)
    for (const { reminder, message } of here) {
      const parts = { message: show(message), channel: plain, user: people.userOrGhost(user.id) }
      shown.set(reminder, { ...toReminder(reminder), ...parts })
    }
  }
  return reminded.map(({ reminder }) => shown.get(reminder)).filter(each => each !== undefined)
}
