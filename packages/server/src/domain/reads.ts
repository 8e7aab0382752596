import type { MessageRecord } from './records.ts'

type Counted = Pick<
  MessageRecord,
  'silent' | 'shadowed' | 'deletedAtUs' | 'restrictedVisibility' | 'parentId' | 'showInChannel'
>

/** Whose unread messages a message adds to, its author left out. */
export function countsFor(message: Counted): 'nobody' | 'everybody' | 'listed' {
  if (message.silent || message.shadowed || message.deletedAtUs !== undefined) return 'nobody'
  if (message.parentId !== undefined && !message.showInChannel) return 'nobody'
  return message.restrictedVisibility.length > 0 ? 'listed' : 'everybody'
}

/** Whether the message adds to this user's. */
export function countsForUser(message: Counted & Pick<MessageRecord, 'userId'>, userId: string): boolean {
  if (message.userId === userId) return false
  const whose = countsFor(message)
  return whose === 'listed' ? message.restrictedVisibility.includes(userId) : whose === 'everybody'
}

/** Time and author of a message that counts as unread. */
export interface UnreadMark {
  readonly atUs: number
  readonly userId: string
}

/** Where one member's count differs from everybody's. */
export interface HiddenMarks {
  /** Messages that count for these users only. */
  readonly restricted: readonly (UnreadMark & { readonly toUserIds: readonly string[] })[]
  /** Messages that count, but not for this user, who deleted them for themselves. */
  readonly deleted: readonly UnreadMark[]
}

const NOTHING_HIDDEN: HiddenMarks = { restricted: [], deleted: [] }

/**
 * Counts what each of many members has not read, from one list of recent messages.
 * A count never exceeds the list, so callers that need more than it holds must ask the store.
 */
export class UnreadCounter {
  /** Ascending. */
  readonly #times: readonly number[]
  /** Of those, the user's own and what they deleted for themselves. */
  readonly #less = new Map<string, number[]>()
  readonly #more = new Map<string, number[]>()

  /** `marks` in any order. */
  constructor(marks: readonly UnreadMark[], { restricted, deleted }: HiddenMarks = NOTHING_HIDDEN) {
    this.#times = marks.map(mark => mark.atUs).sort(ascending)
    for (const { userId, atUs } of [...marks, ...deleted]) add(this.#less, userId, atUs)
    for (const { userId, toUserIds, atUs } of restricted) {
      for (const id of toUserIds) if (id !== userId) add(this.#more, id, atUs)
    }
    for (const times of [...this.#less.values(), ...this.#more.values()]) times.sort(ascending)
  }

  /** Messages of others after a time. */
  count(userId: string, lastReadAtUs: number): number {
    const less = countAfter(this.#less.get(userId) ?? [], lastReadAtUs)
    const more = countAfter(this.#more.get(userId) ?? [], lastReadAtUs)
    return countAfter(this.#times, lastReadAtUs) + more - less
  }
}

const ascending = (a: number, b: number): number => a - b

function add(times: Map<string, number[]>, userId: string, atUs: number): void {
  const known = times.get(userId)
  if (known) known.push(atUs)
  else times.set(userId, [atUs])
}

/** How many of the ascending times are later. */
function countAfter(times: readonly number[], atUs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) > atUs) high = middle
    else low = middle + 1
  }
  return times.length - low
}
