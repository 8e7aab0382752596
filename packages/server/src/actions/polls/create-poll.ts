import type { PollResponse } from '@parley/protocol'
import type { PollBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { APP_RESOURCE, checkCan } from '../../domain/permissions.ts'
import { optionsOf } from '../../domain/polls.ts'
import type { PollRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planActingUser } from '../channels/acting-user.ts'
import type { Actor, Deps } from '../deps.ts'
import { showPoll } from './show-polls.ts'

export type PollInput = z.output<typeof PollBody>

/**
 * Makes a poll, to be sent with a message later.
 * @throws ChatError `not_allowed`, `invalid_input` for an id that is taken
 */
export async function createPoll(deps: Deps, actor: Actor, input: PollInput): Promise<PollResponse> {
  const { user, save } = await planActingUser(deps, actor, input)
  checkCan(actor, 'create-poll', { ...APP_RESOURCE, ownerId: user.id })
  const poll = newPoll(user, input, deps.clock())
  return deps.store.transaction(async tx => {
    await save?.(tx)
    if (!(await tx.insertPoll(poll))) throw invalidField('id', `is taken by another poll: "${poll.id}"`)
    for (const option of optionsOf(poll, [], input.options ?? [], newId)) await tx.savePollOption(option)
    return showPoll(deps, tx, poll, user)
  })
}

export const newId = (): string => Bun.randomUUIDv7()

function newPoll(maker: UserRecord, input: PollInput, atUs: number): PollRecord {
  return {
    appId: maker.appId,
    id: input.id ?? newId(),
    ...contentOf(input),
    voteCount: 0,
    answersCount: 0,
    latestAnswerIds: [],
    teams: maker.teams,
    createdById: maker.id,
    createdAtUs: atUs,
    updatedAtUs: atUs,
  }
}

/** What a request says of a poll, defaults filled in. */
export function contentOf(input: PollInput) {
  return {
    name: input.name,
    description: input.description ?? '',
    votingVisibility: input.voting_visibility ?? ('public' as const),
    enforceUniqueVote: input.enforce_unique_vote ?? false,
    maxVotesAllowed: input.max_votes_allowed ?? undefined,
    allowUserSuggestedOptions: input.allow_user_suggested_options ?? false,
    allowAnswers: input.allow_answers ?? false,
    isClosed: input.is_closed ?? false,
    custom: input.custom,
  }
}
