import type { PollOption } from '@parley/protocol'
import type { CreatePollOptionBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { can, checkCan } from '../../domain/permissions.ts'
import { checkOpen, checkOptionCount, pollResource } from '../../domain/polls.ts'
import type { PollOptionRecord, PollRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type ActingUserInput, planNamedUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { wakeTasks } from '../tasks/start-task.ts'
import { toOption } from '../wire/poll.ts'
import { newId } from './create-poll.ts'
import { canWhereSent, findOption, lockPoll } from './get-poll.ts'
import { dropOption, tellChange } from './update-poll.ts'

type OptionInput = z.output<typeof CreatePollOptionBody>

interface OptionRef {
  readonly poll_id: string
  readonly option_id: string
}

/**
 * Adds an option at the end. Where users may suggest some, who may vote may.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export async function addOption(
  deps: Deps,
  actor: Actor,
  pollId: string,
  input: OptionInput,
): Promise<PollOption> {
  const option = await change(deps, actor, pollId, input, async (tx, poll) => {
    await checkMaySuggest(tx, actor, poll)
    checkOpen(poll)
    const options = await tx.listPollOptions(poll.appId, [poll.id])
    checkOptionCount(options.length + 1)
    const { id = newId(), text, custom } = input
    if (options.some(each => each.id === id)) throw invalidField('id', `is taken by another option: "${id}"`)
    const position = (options.at(-1)?.position ?? -1) + 1
    const added = { appId: poll.appId, pollId, id, position, text, custom, voteCount: 0, latestVoteIds: [] }
    await tx.savePollOption(added)
    return { option: added, waits: false }
  })
  return toOption(option)
}

/** @throws ChatError `not_allowed` */
async function checkMaySuggest(tx: Tx, actor: Actor, poll: PollRecord): Promise<void> {
  const resource = pollResource(poll)
  if (can(actor, 'update-poll', resource)) return
  if (poll.allowUserSuggestedOptions && (await canWhereSent(tx, actor, poll, 'cast-vote'))) return
  checkCan(actor, 'update-poll', resource)
}

/**
 * Replaces what an option says; its votes stay.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function updateOption(
  deps: Deps,
  actor: Actor,
  ref: OptionRef,
  input: OptionInput,
): Promise<PollOption> {
  const option = await change(deps, actor, ref.poll_id, input, async (tx, poll) => {
    checkCan(actor, 'update-poll', pollResource(poll))
    const before = await findOption(tx, poll, ref.option_id)
    const after = { ...before, text: input.text, custom: input.custom }
    await tx.savePollOption(after)
    return { option: after, waits: false }
  })
  return toOption(option)
}

/**
 * Deletes an option and its votes.
 * @throws ChatError `not_found` | `not_allowed`
 */
export async function deleteOption(
  deps: Deps,
  actor: Actor,
  ref: OptionRef,
  query: { readonly user_id?: string | undefined },
): Promise<void> {
  await change(deps, actor, ref.poll_id, query, async (tx, poll) => {
    checkCan(actor, 'update-poll', pollResource(poll))
    const option = await findOption(tx, poll, ref.option_id)
    return { option, waits: await dropOption(deps, tx, option) }
  })
}

interface Changed {
  readonly option: PollOptionRecord
  /** A task goes on with what is left. */
  readonly waits: boolean
}

async function change(
  deps: Deps,
  actor: Actor,
  pollId: string,
  { user, user_id }: ActingUserInput,
  work: (tx: Tx, poll: PollRecord) => Promise<Changed>,
): Promise<PollOptionRecord> {
  const acting = await planNamedUser(deps, actor, { user, user_id })
  const { option } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const poll = await lockPoll(tx, actor, pollId)
      const changed = await work(tx, poll)
      await tx.updatePoll({ ...poll, updatedAtUs: deps.clock() })
      return { ...changed, ...(await tellChange(deps, tx, actor, pollId, 'poll.updated', acting?.user)) }
    },
    done => {
      announceAll(deps, done.announcements)
      if (done.waits) wakeTasks(deps)
    },
  )
  return option
}
