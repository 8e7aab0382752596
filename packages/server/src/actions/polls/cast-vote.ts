import { ChatError, type PollResponse, type PollVote } from '@parley/protocol'
import type { CastVoteBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Announcement } from '../../bus/bus.ts'
import { checkFeature } from '../../domain/features.ts'
import { checkOpen, decideVote } from '../../domain/polls.ts'
import type { PollRecord, PollVoteRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import { planActingUser, planNamedUser } from '../channels/acting-user.ts'
import { checkNotFrozen, checkWrite } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { getMessage } from '../messages/get-message.ts'
import { People } from '../wire/people.ts'
import { toVote } from '../wire/poll.ts'
import { newId } from './create-poll.ts'
import { lockPoll, noPoll } from './get-poll.ts'
import { logPoll } from './log-poll.ts'
import { showPoll } from './show-polls.ts'

/** A poll as a message has it. */
interface PollRef {
  readonly message_id: string
  readonly poll_id: string
}

export interface VoteResult {
  readonly vote: PollVote
  readonly poll: PollResponse
}

/**
 * Votes for an option, or answers. Where one has a single vote it moves; the same vote again
 * changes nothing and tells nobody.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled` | `invalid_input`
 */
export async function castVote(
  deps: Deps,
  actor: Actor,
  ref: PollRef,
  body: z.output<typeof CastVoteBody>,
): Promise<VoteResult> {
  const { user: voter, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  const choice = { optionId: body.vote.option_id, answerText: body.vote.answer_text }
  const { result } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const poll = await openPoll(deps, tx, actor, ref, voter.id)
      const options = await tx.listPollOptions(poll.appId, [poll.id])
      const own = await tx.listVotesOf(poll.appId, voter.id, [poll.id])
      const ballot = decideVote(poll, options, own, choice)
      if (ballot.kind === 'same') return unchanged(deps, tx, poll, ballot.earlier, voter)
      const atUs = deps.clock()
      if (ballot.kind === 'changed') {
        const vote = { ...ballot.earlier, ...choice, updatedAtUs: atUs }
        await tx.updateVote(ballot.earlier, vote)
        return tell(deps, tx, actor, 'poll.vote_changed', vote, voter)
      }
      const place = { appId: poll.appId, pollId: poll.id, userId: voter.id }
      const vote = { ...place, ...choice, id: newId(), createdAtUs: atUs, updatedAtUs: atUs }
      await tx.insertVote(vote)
      return tell(deps, tx, actor, 'poll.vote_casted', vote, voter)
    },
    done => announceAll(deps, done.announcements),
  )
  return result
}

/**
 * Takes a vote or an answer back: clients their own, servers anybody's.
 * @throws ChatError `not_found` | `not_allowed` | `feature_disabled` | `invalid_input` for a closed poll
 */
export async function removeVote(
  deps: Deps,
  actor: Actor,
  ref: PollRef & { readonly vote_id: string },
  query: { readonly user_id?: string | undefined },
): Promise<VoteResult> {
  const acting = await planNamedUser(deps, actor, query)
  const { result } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const poll = await openPoll(deps, tx, actor, ref, acting?.user.id)
      const [vote] = await tx.findVotes(poll.appId, [ref.vote_id])
      const isTheirs = acting === undefined || vote?.userId === acting.user.id
      if (vote?.pollId !== poll.id || !isTheirs) throw noVote(ref)
      checkOpen(poll)
      await tx.deleteVote(vote)
      return tell(deps, tx, actor, 'poll.vote_removed', vote, acting?.user)
    },
    done => announceAll(deps, done.announcements),
  )
  return result
}

function noVote({ poll_id, vote_id }: { readonly poll_id: string; readonly vote_id: string }): ChatError {
  return new ChatError('not_found', `this user has no vote "${vote_id}" in poll "${poll_id}"`)
}

/** The poll of a message that one may vote in, locked before anything else is read. */
async function openPoll(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  ref: PollRef,
  userId: string | undefined,
): Promise<PollRecord> {
  const poll = await tx.lockPoll(actor.app.id, ref.poll_id)
  const { message, open } = await getMessage(tx, actor, ref.message_id, userId)
  if (!poll || message.pollId !== poll.id || message.deletedAtUs !== undefined) throw noPoll(ref.poll_id)
  checkFeature(open.config, 'polls')
  checkWrite(deps, actor, open, 'cast-vote')
  checkNotFrozen(actor, open)
  return poll
}

type VoteEvent = 'poll.vote_casted' | 'poll.vote_changed' | 'poll.vote_removed'

/** Tells the channels of a vote as everybody may know it; the voter gets to see it as their own. */
async function tell(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  type: VoteEvent,
  vote: PollVoteRecord,
  viewer: UserRecord | undefined,
) {
  const poll = await lockPoll(tx, actor, vote.pollId)
  const people = await peopleOf(deps, tx, vote, viewer)
  const parts = {
    poll: JSON.stringify(await showPoll(deps, tx, poll)),
    poll_vote: JSON.stringify(toVote(poll, vote, people, false)),
  }
  const messages = await tx.listPollMessages(poll.appId, poll.id)
  const announcements = await logPoll(deps, tx, actor, poll, messages, { type, parts })
  const own = await ownVotes(deps, tx, poll, vote.userId)
  const shown = toVote(poll, vote, people, viewer?.id === vote.userId)
  return {
    result: { vote: shown, poll: await showPoll(deps, tx, poll, viewer) },
    announcements: [...announcements, ...own],
  }
}

/** The voter's other connections can't tell from an anonymous poll's events whose vote it was. */
async function ownVotes(deps: Deps, tx: Tx, poll: PollRecord, userId: string): Promise<Announcement[]> {
  const { appId, id: poll_id } = poll
  if (poll.votingVisibility === 'public') return []
  const { own_votes } = await showPoll(deps, tx, poll, { id: userId })
  const type = 'notification.poll_votes_updated'
  const frame = JSON.stringify({ type, created_at: toRfc3339(deps.clock()), poll_id, own_votes })
  return [{ to: 'user', appId, userId, type, frame }]
}

async function unchanged(deps: Deps, tx: Tx, poll: PollRecord, vote: PollVoteRecord, voter: UserRecord) {
  const shown = toVote(poll, vote, new People(deps, [voter]), true)
  return { result: { vote: shown, poll: await showPoll(deps, tx, poll, voter) }, announcements: [] }
}

async function peopleOf(
  deps: Deps,
  tx: Tx,
  { appId, userId }: PollVoteRecord,
  viewer: UserRecord | undefined,
): Promise<People> {
  return new People(deps, viewer?.id === userId ? [viewer] : await tx.findUsers(appId, [userId]))
}
