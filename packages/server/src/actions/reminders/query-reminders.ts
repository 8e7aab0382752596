import { REMINDERS_DEFAULT_LIMIT, type ReminderResponse } from '@parley/protocol'
import type { QueryRemindersBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import { REMINDER_FIELDS } from '../../domain/reminder-fields.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadReminded, showReminders } from './show-reminders.ts'

const SOONEST_FIRST = { field: 'remind_at', custom: false, direction: 1 } as const

/**
 * A user's reminders that a filter finds, the soonest first and bookmarks last unless sorted.
 * @throws ChatError `invalid_input`
 */
export function queryReminders(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof QueryRemindersBody>,
): Promise<ReminderResponse[]> {
  return readFor(deps, actor, body, async user => {
    if (!user) throw invalidField('user_id', 'is required when a server calls')
    const reader = deps.store.read
    const options = { perspective: false, name: 'filter' }
    const filter = parseFilter(body.filter, REMINDER_FIELDS, options)
    const sort = parseSort(body.sort, REMINDER_FIELDS, options)
    const custom = sort.find(each => each.custom)
    if (custom) throw invalidField('sort', `names nothing that reminders are sorted by: ${custom.field}`)
    const found = await reader.queryReminders(actor.app.id, user.id, {
      filter,
      sort: sort.length === 0 ? [SOONEST_FIRST] : sort,
      limit: body.limit ?? REMINDERS_DEFAULT_LIMIT,
      offset: body.offset,
    })
    return showReminders(deps, reader, user, await loadReminded(reader, actor, user, found))
  })
}
