import type { LocalMessage } from '@parley/client'
import type { Slice } from './slice'

/** One message as it stands in the list. */
export interface MessageRow {
  readonly id: string
  readonly index: number
  readonly message: LocalMessage
  /** The first one of its day: the day stands above it. */
  readonly startsDay: boolean
  /** The first one that one has not read: a line above it says so. */
  readonly startsUnread: boolean
  /** The one before it is somebody else's, or long ago: author and picture are shown. */
  readonly startsGroup: boolean
  readonly endsGroup: boolean
}

interface RowOptions {
  readonly firstUnreadId?: string | undefined
  /** The moment of what stands above the first message. */
  readonly dayBefore?: string | undefined
}

/** Messages of one author that follow each other within this time are one group. */
const GROUP_MS = 5 * 60_000

/** The rows of a part of the list. Costs what the part does, however long the list is. */
export function rowsOf(
  messages: readonly LocalMessage[],
  { start, end }: Slice,
  { firstUnreadId, dayBefore }: RowOptions = {},
): readonly MessageRow[] {
  return messages.slice(start, end).map((message, offset) => {
    const index = start + offset
    const [before, after] = [messages[index - 1], messages[index + 1]]
    return {
      id: message.id,
      index,
      message,
      startsDay: !isSameDay(before?.created_at ?? dayBefore, message.created_at),
      startsUnread: message.id === firstUnreadId,
      startsGroup: !before || message.id === firstUnreadId || !isTogether(before, message),
      endsGroup: !after || after.id === firstUnreadId || !isTogether(message, after),
    }
  })
}

/** Whether both were sent on one day, where the reader is. */
function isSameDay(one: string | undefined, other: string): boolean {
  return one !== undefined && new Date(one).toDateString() === new Date(other).toDateString()
}

/** `one` stands right before `other`. */
function isTogether(one: LocalMessage, other: LocalMessage): boolean {
  return (
    one.user_id === other.user_id &&
    isSpoken(one) &&
    isSpoken(other) &&
    Date.parse(other.created_at) - Date.parse(one.created_at) < GROUP_MS &&
    isSameDay(one.created_at, other.created_at)
  )
}

/** What the system, or a command, says stands for itself. */
function isSpoken({ type }: LocalMessage): boolean {
  return type === 'regular' || type === 'reply' || type === 'deleted'
}
