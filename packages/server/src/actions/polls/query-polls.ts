import { POLLS_DEFAULT_LIMIT, type PollResponse } from '@parley/protocol'
import type { QueryPollsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Filter } from '../../domain/filters.ts'
import { cutPage, type Ordering, parseKeyset } from '../../domain/keyset.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { APP_RESOURCE, can, checkCan } from '../../domain/permissions.ts'
import { POLL_FIELDS } from '../../domain/poll-fields.ts'
import type { UserRecord } from '../../domain/records.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { showPolls } from './show-polls.ts'

type QueryInput = z.output<typeof QueryPollsBody>

/**
 * The polls that a filter finds, the newest first unless sorted. Who may query only their own finds
 * only these.
 * @throws ChatError `not_allowed` | `invalid_input`
 */
export function queryPolls(deps: Deps, actor: Actor, body: QueryInput) {
  return readFor(deps, actor, body, viewer => pollsFor(deps, actor, body, viewer))
}

async function pollsFor(deps: Deps, actor: Actor, body: QueryInput, viewer: UserRecord | undefined) {
  const reader = deps.store.read
  const appId = actor.app.id
  const scope = scopeOf(actor)
  const wanted = parseFilter(body.filter, POLL_FIELDS, { perspective: false, name: 'filter' })
  const filter: Filter = scope ? { op: 'and', filters: [wanted, scope] } : wanted
  const of = { kind: 'polls', appId, query: filter }
  const page = parseKeyset(of, { ...body, limit: body.limit ?? POLLS_DEFAULT_LIMIT }, ORDERING)
  const { records, cursors } = cutPage(of, page, await reader.queryPolls(appId, { filter, page }))
  const shown = await showPolls(deps, reader, appId, records, viewer)
  const polls = records
    .map(poll => shown.get(poll.id))
    .filter((poll): poll is PollResponse => poll !== undefined)
  return { polls, ...cursors }
}

/** What of all polls a client may query; undefined: everything. */
function scopeOf(actor: Actor): Filter | undefined {
  if (actor.kind === 'server') return undefined
  const { user } = actor
  const owned = { ...APP_RESOURCE, ownerId: user.id }
  checkCan(actor, 'query-polls', owned)
  if (!can(actor, 'query-polls', APP_RESOURCE)) {
    return { op: 'eq', field: 'created_by_id', custom: false, value: user.id }
  }
  // With multi-tenancy a grant holds in one's own teams; a team that nobody has tells whether in all.
  const elsewhere = { ...APP_RESOURCE, teams: [NO_TEAM] }
  if (can(actor, 'query-polls', elsewhere)) return undefined
  if (user.teams.length === 0) return { op: 'exists', field: 'teams', custom: false, value: false }
  return { op: 'in', field: 'teams', custom: false, value: user.teams }
}

const NO_TEAM = '\u{10FFFF}'

const ORDERING: Ordering = {
  table: POLL_FIELDS,
  also: [],
  byDefault: [{ field: 'created_at', custom: false, direction: -1 }],
  tie: 'string',
}
