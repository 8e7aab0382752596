import type { LoggedEvent } from './event-log'

/** Events whose type has the term, or anything else that they say. */
export function matching(events: readonly LoggedEvent[], term: string): readonly LoggedEvent[] {
  const wanted = term.trim().toLowerCase()
  if (wanted === '') return events
  return events.filter(
    ({ type, event }) => type.includes(wanted) || JSON.stringify(event).toLowerCase().includes(wanted),
  )
}
