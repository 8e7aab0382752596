import type { PollResponse } from '@parley/protocol'
import type { PartialUpdatePollBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { can, checkCan } from '../../domain/permissions.ts'
import { checkPollCustom, isReservedPollKey } from '../../domain/poll-custom.ts'
import { checkVisibilityChange, type OptionInput, optionsOf, pollResource } from '../../domain/polls.ts'
import type { PollOptionRecord, PollRecord, UserRecord } from '../../domain/records.ts'
import { applyPaths } from '../../domain/set-paths.ts'
import type { Tx } from '../../store/store.ts'
import { type ActingUserInput, planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { wakeTasks } from '../tasks/start-task.ts'
import { userJson } from '../wire/user.ts'
import { contentOf, newId, type PollInput } from './create-poll.ts'
import { lockPoll } from './get-poll.ts'
import { logPoll } from './log-poll.ts'
import { dropVotes } from './prune-votes.ts'
import { showPoll } from './show-polls.ts'

/**
 * Replaces what a poll says; its options only when there are any in the request.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export function updatePoll(
  deps: Deps,
  actor: Actor,
  pollId: string,
  input: PollInput,
): Promise<PollResponse> {
  return change(deps, actor, pollId, input, poll => ({
    poll: { ...poll, ...contentOf(input) },
    options: input.options,
    closesOnly: false,
  }))
}

type PartialInput = z.output<typeof PartialUpdatePollBody>

/**
 * Sets and unsets single keys of a poll. Closing it alone needs `close-poll` and nothing else.
 * @throws ChatError as `updatePoll`
 */
export function partialUpdatePoll(
  deps: Deps,
  actor: Actor,
  pollId: string,
  body: PartialInput,
): Promise<PollResponse> {
  const { custom, options, ...columns } = body.set
  const keys = Object.keys(columns).length + Object.keys(custom).length + body.unset.length
  const closesOnly = keys === 1 && columns.is_closed === true && options === undefined
  return change(deps, actor, pollId, body, poll => ({ poll: merge(poll, body), options, closesOnly }))
}

function merge(poll: PollRecord, { set, unset }: PartialInput): PollRecord {
  const gone = (key: string): boolean => unset.includes(key)
  const custom = applyPaths(poll.custom, set.custom, unset, isReservedPollKey)
  checkPollCustom(custom)
  const flag = (key: keyof typeof set & string, before: boolean): boolean =>
    gone(key) ? false : ((set[key] as boolean | undefined) ?? before)
  const { max_votes_allowed: most } = set
  return {
    ...poll,
    name: set.name ?? poll.name,
    description: gone('description') ? '' : (set.description ?? poll.description),
    votingVisibility: gone('voting_visibility') ? 'public' : (set.voting_visibility ?? poll.votingVisibility),
    enforceUniqueVote: flag('enforce_unique_vote', poll.enforceUniqueVote),
    maxVotesAllowed: gone('max_votes_allowed') || most === null ? undefined : (most ?? poll.maxVotesAllowed),
    allowUserSuggestedOptions: flag('allow_user_suggested_options', poll.allowUserSuggestedOptions),
    allowAnswers: flag('allow_answers', poll.allowAnswers),
    isClosed: flag('is_closed', poll.isClosed),
    custom,
  }
}

/** What a poll is to become. */
interface Change {
  readonly poll: PollRecord
  /** Undefined: they stay. */
  readonly options: readonly OptionInput[] | undefined
  /** It is closed, and nothing else about it changes. */
  readonly closesOnly: boolean
}

async function change(
  deps: Deps,
  actor: Actor,
  pollId: string,
  { user, user_id }: ActingUserInput,
  changeOf: (poll: PollRecord) => Change,
): Promise<PollResponse> {
  const acting = await planNamedUser(deps, actor, { user, user_id })
  const { shown } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const before = await lockPoll(tx, actor, pollId)
      const { poll, options, closesOnly } = changeOf(before)
      checkMayChange(actor, before, closesOnly)
      checkVisibilityChange(before, poll)
      await tx.updatePoll({ ...poll, updatedAtUs: deps.clock() })
      const waits = options ? await replaceOptions(deps, tx, poll, options) : false
      const type = poll.isClosed && !before.isClosed ? 'poll.closed' : 'poll.updated'
      return { ...(await tellChange(deps, tx, actor, pollId, type, acting?.user)), waits }
    },
    done => {
      announceAll(deps, done.announcements)
      if (done.waits) wakeTasks(deps)
    },
  )
  return shown
}

/** Reads the poll anew, tells its channels, and shows it to who changed it. */
export async function tellChange(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  pollId: string,
  type: 'poll.updated' | 'poll.closed',
  user: UserRecord | undefined,
) {
  const poll = await lockPoll(tx, actor, pollId)
  const json = JSON.stringify(await showPoll(deps, tx, poll))
  const messages = await tx.listPollMessages(poll.appId, poll.id)
  const parts = { poll: json, user: user && userJson(deps, user) }
  const announcements = await logPoll(deps, tx, actor, poll, messages, { type, parts })
  return { shown: await showPoll(deps, tx, poll, user), announcements }
}

function checkMayChange(actor: Actor, poll: PollRecord, closesOnly: boolean): void {
  const resource = pollResource(poll)
  if (closesOnly && can(actor, 'close-poll', resource)) return
  checkCan(actor, 'update-poll', resource)
}

async function replaceOptions(
  deps: Deps,
  tx: Tx,
  poll: PollRecord,
  wanted: readonly OptionInput[],
): Promise<boolean> {
  const before = await tx.listPollOptions(poll.appId, [poll.id])
  const options = optionsOf(poll, before, wanted, newId)
  const stays = new Set(options.map(option => option.id))
  let waits = false
  for (const option of before)
    if (!stays.has(option.id)) waits = (await dropOption(deps, tx, option)) || waits
  for (const option of options) await tx.savePollOption(option)
  return waits
}

/** Deletes an option with its votes; returns whether a task goes on with these. */
export async function dropOption(deps: Deps, tx: Tx, option: PollOptionRecord): Promise<boolean> {
  await tx.deletePollOption(option)
  const { appId, pollId, id: optionId } = option
  return dropVotes(deps, tx, appId, { pollId, optionId, beforeUs: deps.clock() })
}
