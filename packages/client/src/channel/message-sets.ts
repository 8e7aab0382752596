import type { ChatError, MessageResponse } from '@parley/protocol'

/**
 * Where a message stands:
 * - `sending`: on its way, or waiting for a connection
 * - `received`: the server has it
 * - `failed`: refused; `error` says why. Only here, until it is sent again or removed
 */
export type MessageStatus = 'sending' | 'received' | 'failed'

/** A message in the state: the server's, or one of one's own that is still on its way. */
export interface LocalMessage extends MessageResponse {
  status: MessageStatus
  /** Why it failed. */
  error?: ChatError
}

/** A stretch of messages without a gap in it. Between two sets of a list something is missing. */
export interface MessageSet {
  /** Oldest first, each id once. */
  readonly messages: readonly LocalMessage[]
  /** Its end is the channel's: new messages are added to it. */
  readonly isLatest: boolean
  /** The one that is looked at. */
  readonly isCurrent: boolean
  /** There may be older messages in front of it. */
  readonly hasOlder: boolean
}

/** Sets in the order of time. The last is the latest; exactly one is current. */
export type MessageSets = readonly MessageSet[]

/** Messages that a query returned, and where they belong. */
export interface LoadedPage {
  messages: readonly MessageResponse[]
  /** The message that was asked from: the page lies right before or behind it. */
  anchorId?: string | undefined
  direction: 'older' | 'newer' | 'around'
  /** There is nothing more in that direction. */
  isEnd: boolean
}

/** Nothing loaded, and everything in front of it unknown. */
export const NO_MESSAGES: MessageSets = [{ messages: [], isLatest: true, isCurrent: true, hasOlder: true }]

export function received(message: MessageResponse): LocalMessage {
  return { ...message, status: 'received' }
}

/** One set: the newest messages. */
export function latestSet(messages: readonly MessageResponse[], hasOlder: boolean): MessageSets {
  return [{ messages: sorted([], messages), isLatest: true, isCurrent: true, hasOlder }]
}

export function latestOf(sets: MessageSets): readonly LocalMessage[] {
  return sets.at(-1)?.messages ?? []
}

export function currentOf(sets: MessageSets): MessageSet {
  return sets.find(set => set.isCurrent) ?? (NO_MESSAGES[0] as MessageSet)
}

export function findIn(sets: MessageSets, id: string): LocalMessage | undefined {
  for (const { messages } of sets) {
    const found = messages.find(message => message.id === id)
    if (found) return found
  }
  return undefined
}

/** Puts a message where it belongs. One that lies in a gap stays unloaded. */
export function withMessage(sets: MessageSets, message: LocalMessage): MessageSets {
  const home = sets.findLast(
    ({ messages, isLatest, hasOlder }) =>
      messages.some(({ id }) => id === message.id) ||
      (isLatest && (!hasOlder || messages.length === 0)) ||
      (!isBefore(message, messages[0]) && (isLatest || !isBefore(messages.at(-1), message))),
  )
  if (!home) return sets
  return sets.map(set => (set === home ? { ...set, messages: sorted(set.messages, [message]) } : set))
}

/** Changes messages, or drops those for which `change` returns undefined. */
export function mapMessages(
  sets: MessageSets,
  change: (message: LocalMessage) => LocalMessage | undefined,
): MessageSets {
  const next = sets.map(set => {
    const messages = mapList(set.messages, change)
    return messages === set.messages ? set : { ...set, messages }
  })
  return next.every((set, index) => set === sets[index]) ? sets : tidied(next)
}

/** As `mapMessages`, for one list; the same list when nothing changed. */
export function mapList(
  list: readonly LocalMessage[],
  change: (message: LocalMessage) => LocalMessage | undefined,
): readonly LocalMessage[] {
  const next = list.map(change)
  return next.every((message, index) => message === list[index])
    ? list
    : next.filter(message => message !== undefined)
}

/** Adds a page: sets that it touches become one with it. */
export function withPage(sets: MessageSets, page: LoadedPage): MessageSets {
  const { direction, isEnd, anchorId } = page
  const messages = sorted([], page.messages)
  const reachesEnd = direction === 'newer' && isEnd
  const touches = (set: MessageSet) =>
    (set.isLatest && reachesEnd) ||
    set.messages.some(({ id }) => id === anchorId) ||
    (messages.length > 0 && overlaps(set.messages, messages))
  const touched = sets.filter(touches)
  if (touched.length === 0 && messages.length === 0) return sets
  const loaded = { messages, isLatest: false, isCurrent: false, hasOlder: !(direction === 'older' && isEnd) }
  const merged = [...touched, loaded].reduce(joined)
  return tidied([...sets.filter(set => !touches(set)), merged].sort(byStart))
}

/** Makes the set with this message, or the latest one, the current one. */
export function withCurrent(sets: MessageSets, idOrLatest: string): MessageSets {
  const chosen =
    idOrLatest === 'latest'
      ? sets.at(-1)
      : sets.findLast(set => set.messages.some(({ id }) => id === idOrLatest))
  if (!chosen || chosen.isCurrent) return sets
  return sets.map(set => (set.isCurrent === (set === chosen) ? set : { ...set, isCurrent: set === chosen }))
}

/** The list with these messages: sorted, each id once; what is newer of two wins. */
export function sorted(
  list: readonly LocalMessage[],
  added: readonly MessageResponse[],
): readonly LocalMessage[] {
  const [only] = added
  const last = list.at(-1)
  // the ordinary case, without building an index of everything
  if (added.length === 1 && only && (!last || isBefore(last, only))) return [...list, local(only)]
  const byId = new Map(list.map(message => [message.id, message]))
  for (const message of added) {
    const known = byId.get(message.id)
    if (known?.status !== 'received' || known.updated_at <= message.updated_at)
      byId.set(message.id, local(message))
  }
  return [...byId.values()].sort(byPlace)
}

function local(message: MessageResponse): LocalMessage {
  return 'status' in message && isStatus(message.status) ? (message as LocalMessage) : received(message)
}

function isStatus(status: unknown): status is MessageStatus {
  return status === 'sending' || status === 'received' || status === 'failed'
}

function joined(one: MessageSet, other: MessageSet): MessageSet {
  const first = byStart(one, other) <= 0 ? one : other
  const oneIsEmpty = one.messages.length === 0 || other.messages.length === 0
  return {
    messages: sorted(one.messages, other.messages),
    isLatest: one.isLatest || other.isLatest,
    isCurrent: one.isCurrent || other.isCurrent,
    hasOlder: oneIsEmpty ? one.hasOlder && other.hasOlder : first.hasOlder,
  }
}

/** No empty sets but the latest, and one that is current. */
function tidied(sets: MessageSets): MessageSets {
  const kept = sets.filter(({ messages, isLatest }) => messages.length > 0 || isLatest)
  return kept.some(set => set.isCurrent) ? kept : withCurrent(kept, 'latest')
}

function overlaps(one: readonly LocalMessage[], other: readonly LocalMessage[]): boolean {
  if (one.length === 0) return false
  return !isBefore(one.at(-1), other[0]) && !isBefore(other.at(-1), one[0])
}

function byStart(a: MessageSet, b: MessageSet): number {
  if (a.isLatest !== b.isLatest) return a.isLatest ? 1 : -1
  const [first, second] = [a.messages[0], b.messages[0]]
  return first && second ? byPlace(first, second) : first ? -1 : 1
}

function isBefore(one: MessageResponse | undefined, other: MessageResponse | undefined): boolean {
  return one !== undefined && other !== undefined && byPlace(one, other) < 0
}

function byPlace(a: MessageResponse, b: MessageResponse): number {
  if (a.created_at !== b.created_at) return a.created_at < b.created_at ? -1 : 1
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0
}
