import type { PollResponse, ReminderResponse } from '@parley/protocol'
import type { MessageRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { showPolls } from '../polls/show-polls.ts'
import { toReminder } from '../wire/reminder.ts'

/** What messages bring along that has tables of its own. */
export interface Carried {
  /** By the poll's id. */
  readonly polls: ReadonlyMap<string, PollResponse>
  /** The viewer's, by the message's id. */
  readonly reminders: ReadonlyMap<string, ReminderResponse>
}

const NOTHING = { polls: new Map<string, never>(), reminders: new Map<string, never>() }

/** Asks only for what some message says it has, which is nothing for most pages. */
export async function loadCarried(
  deps: Deps,
  reader: Reader,
  appId: number,
  messages: readonly MessageRecord[],
  viewerId: string | undefined,
): Promise<Carried> {
  const pollIds = new Set(messages.map(message => message.pollId).filter(id => id !== undefined))
  const reminded = viewerId === undefined ? [] : messages.filter(message => message.reminded)
  if (pollIds.size === 0 && reminded.length === 0) return NOTHING
  const viewer = viewerId === undefined ? undefined : { id: viewerId }
  const polls = await reader.findPolls(appId, [...pollIds])
  return {
    polls: await showPolls(deps, reader, appId, polls, viewer),
    reminders: await remindersOf(reader, appId, reminded, viewerId),
  }
}

async function remindersOf(
  reader: Reader,
  appId: number,
  messages: readonly MessageRecord[],
  viewerId: string | undefined,
): Promise<Map<string, ReminderResponse>> {
  if (viewerId === undefined) return new Map()
  const ids = messages.map(message => message.id)
  const found = await reader.findReminders(appId, viewerId, ids)
  return new Map(found.map(reminder => [reminder.messageId, toReminder(reminder)]))
}
