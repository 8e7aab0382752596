import { ChatError, POLLS_DEFAULT_LIMIT } from '@parley/protocol'
import type { QueryPollsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Sort } from '../../domain/filters.ts'
import { cutPage, type Ordering, parseKeyset } from '../../domain/keyset.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { voteFields } from '../../domain/poll-fields.ts'
import type { PollRecord, UserRecord } from '../../domain/records.ts'
import { readFor } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadPeople } from '../wire/people.ts'
import { toVote } from '../wire/poll.ts'
import { canWhereSent, findReadable } from './get-poll.ts'

type QueryInput = z.output<typeof QueryPollsBody>

const NEWEST_FIRST: readonly Sort[] = [{ field: 'created_at', custom: false, direction: -1 }]

/**
 * Votes and answers of a poll, the newest first unless sorted.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export function queryVotes(deps: Deps, actor: Actor, pollId: string, body: QueryInput) {
  return readFor(deps, actor, body, viewer => votesFor(deps, actor, pollId, body, viewer))
}

async function votesFor(
  deps: Deps,
  actor: Actor,
  pollId: string,
  body: QueryInput,
  viewer: UserRecord | undefined,
) {
  const reader = deps.store.read
  const appId = actor.app.id
  const poll = await findReadable(reader, actor, pollId)
  if (!(await canWhereSent(reader, actor, poll, 'query-votes'))) throw notAllowed(poll)
  const table = voteFields(poll.votingVisibility)
  const filter = parseFilter(body.filter, table, { perspective: false, name: 'filter' })
  const of = { kind: 'votes', appId, query: [pollId, filter] }
  const ordering: Ordering = { table, also: [], byDefault: NEWEST_FIRST, tie: 'string' }
  const page = parseKeyset(of, { ...body, limit: body.limit ?? POLLS_DEFAULT_LIMIT }, ordering)
  const { records, cursors } = cutPage(of, page, await reader.queryVotes(appId, pollId, { filter, page }))
  const named = records.filter(vote => poll.votingVisibility === 'public' || vote.userId === viewer?.id)
  const userIds = named.map(vote => vote.userId)
  const people = await loadPeople(deps, reader, appId, userIds)
  return { votes: records.map(vote => toVote(poll, vote, people, vote.userId === viewer?.id)), ...cursors }
}

function notAllowed(poll: PollRecord): ChatError {
  return new ChatError(
    'not_allowed',
    `query-votes is granted in no channel that poll "${poll.id}" was sent to and this user may read`,
  )
}
