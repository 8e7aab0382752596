import type { PollResponse } from '@parley/protocol'
import type { PollOptionRecord, PollRecord, PollVoteRecord, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { loadPeople } from '../wire/people.ts'
import { toPoll } from '../wire/poll.ts'

/** Loads what polls show: options, the newest votes and who cast them, and the viewer's own. */
export async function showPolls(
  deps: Deps,
  reader: Reader,
  appId: number,
  polls: readonly PollRecord[],
  viewer?: Pick<UserRecord, 'id'> | undefined,
): Promise<Map<string, PollResponse>> {
  if (polls.length === 0) return new Map()
  const ids = polls.map(poll => poll.id)
  const options = byPoll(await reader.listPollOptions(appId, ids))
  const own = viewer ? byPoll(await reader.listVotesOf(appId, viewer.id, ids)) : NOBODYS
  const latest = await reader.findVotes(appId, [...latestIds(polls, options)])
  const votes = new Map(latest.map(vote => [vote.id, vote]))
  const people = await loadPeople(deps, reader, appId, namedIds(polls, latest, viewer))
  return new Map(
    polls.map(poll => {
      const context = { options: options.get(poll.id) ?? [], votes, own: own.get(poll.id) ?? [], people }
      return [poll.id, toPoll(poll, context)]
    }),
  )
}

/** As `showPolls`, for one. */
export async function showPoll(
  deps: Deps,
  reader: Reader,
  poll: PollRecord,
  viewer?: Pick<UserRecord, 'id'> | undefined,
): Promise<PollResponse> {
  const shown = await showPolls(deps, reader, poll.appId, [poll], viewer)
  return shown.get(poll.id) as PollResponse
}

const NOBODYS: ReadonlyMap<string, PollVoteRecord[]> = new Map()

function byPoll<T extends { readonly pollId: string }>(rows: readonly T[]): Map<string, T[]> {
  return Map.groupBy(rows, row => row.pollId)
}

function latestIds(
  polls: readonly PollRecord[],
  options: ReadonlyMap<string, readonly PollOptionRecord[]>,
): Set<string> {
  const ids = new Set<string>()
  for (const { id, latestAnswerIds } of polls) {
    for (const voteId of latestAnswerIds) ids.add(voteId)
    for (const option of options.get(id) ?? []) for (const voteId of option.latestVoteIds) ids.add(voteId)
  }
  return ids
}

/** Whom anonymous polls leave unnamed is not even loaded. */
function namedIds(
  polls: readonly PollRecord[],
  votes: readonly PollVoteRecord[],
  viewer: Pick<UserRecord, 'id'> | undefined,
): Set<string | undefined> {
  const isPublic = new Set(polls.filter(poll => poll.votingVisibility === 'public').map(poll => poll.id))
  const voters = votes.filter(vote => isPublic.has(vote.pollId)).map(vote => vote.userId)
  return new Set([...polls.map(poll => poll.createdById), ...voters, viewer?.id])
}
