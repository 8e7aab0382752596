import type { MessageResponse } from '@parley/client'

type Messages = readonly MessageResponse[]

/** By time; the server gives each message one of its own. */
function byTime(a: MessageResponse, b: MessageResponse): number {
  return a.created_at < b.created_at ? -1 : a.created_at > b.created_at ? 1 : 0
}

/** Both, each message once; of two states of one the page's. */
export function joinPage(known: Messages, page: Messages): MessageResponse[] {
  const byId = new Map(known.map(message => [message.id, message]))
  for (const message of page) byId.set(message.id, message)
  return [...byId.values()].sort(byTime)
}

/**
 * The newest page over what is known: what is missing from it, although it would be in it, was deleted for good.
 * `undefined` when the page does not reach back to what is known: there is something between.
 */
export function joinNewest(known: Messages, page: Messages, limit: number): MessageResponse[] | undefined {
  const last = known.at(-1)
  const [first] = page
  if (!first) return []
  const isAll = page.length < limit
  if (!isAll && last && last.created_at < first.created_at) return undefined
  const from = isAll ? '' : first.created_at
  const there = new Set(page.map(({ id }) => id))
  return joinPage(
    known.filter(({ id, created_at }) => created_at < from || there.has(id)),
    page,
  )
}
