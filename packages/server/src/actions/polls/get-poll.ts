import { type Action, ChatError, type PollOption, type PollResponse } from '@parley/protocol'
import { can } from '../../domain/permissions.ts'
import { pollResource } from '../../domain/polls.ts'
import type { PollOptionRecord, PollRecord } from '../../domain/records.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { readFor } from '../channels/acting-user.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { getMessage } from '../messages/get-message.ts'
import { toOption } from '../wire/poll.ts'
import { showPoll } from './show-polls.ts'

interface OfUser {
  readonly user_id?: string | undefined
}

/**
 * A poll with what was voted.
 * @throws ChatError `not_found`, also for who may not read it
 */
export function getPoll(deps: Deps, actor: Actor, pollId: string, query: OfUser): Promise<PollResponse> {
  return readFor(deps, actor, query, async user => {
    const reader = deps.store.read
    return showPoll(deps, reader, await findReadable(reader, actor, pollId), user)
  })
}

/** @throws ChatError `not_found` */
export function getOption(
  deps: Deps,
  actor: Actor,
  path: { readonly poll_id: string; readonly option_id: string },
  query: OfUser,
): Promise<PollOption> {
  return readFor(deps, actor, query, async () => {
    const reader = deps.store.read
    const poll = await findReadable(reader, actor, path.poll_id)
    return toOption(await findOption(reader, poll, path.option_id))
  })
}

/** @throws ChatError `not_found` */
export async function findOption(
  reader: Reader,
  poll: PollRecord,
  optionId: string,
): Promise<PollOptionRecord> {
  const options = await reader.listPollOptions(poll.appId, [poll.id])
  const option = options.find(each => each.id === optionId)
  if (option) return option
  throw new ChatError('not_found', `poll "${poll.id}" has no option "${optionId}"`)
}

/**
 * A poll that the actor may read: its maker's, any with `query-polls`, or one that was sent to a
 * channel they may read.
 * @throws ChatError `not_found`
 */
export async function findReadable(reader: Reader, actor: Actor, pollId: string): Promise<PollRecord> {
  const [poll] = await reader.findPolls(actor.app.id, [pollId])
  if (poll && (await mayRead(reader, actor, poll))) return poll
  throw noPoll(pollId)
}

async function mayRead(reader: Reader, actor: Actor, poll: PollRecord): Promise<boolean> {
  if (actor.user?.id === poll.createdById || can(actor, 'query-polls', pollResource(poll))) return true
  return (await placesOf(reader, actor, poll).next()).done !== true
}

/** Whether the actor may do this in some channel that they can read and the poll was sent to. */
export async function canWhereSent(
  reader: Reader,
  actor: Actor,
  poll: PollRecord,
  action: Action,
): Promise<boolean> {
  if (actor.kind === 'server') return true
  for await (const { resource } of placesOf(reader, actor, poll)) {
    if (can(actor, action, resource)) return true
  }
  return false
}

/** The channels of messages with the poll that the actor can see. */
async function* placesOf(reader: Reader, actor: Actor, poll: PollRecord): AsyncGenerator<OpenChannel> {
  for (const { id } of await reader.listPollMessages(poll.appId, poll.id)) {
    const found = await getMessage(reader, actor, id).catch((error: unknown) => {
      if (error instanceof ChatError) return undefined
      throw error
    })
    if (found && found.message.deletedAtUs === undefined) yield found.open
  }
}

/**
 * The poll, locked: whoever changes it or votes in it comes one after another.
 * @throws ChatError `not_found`
 */
export async function lockPoll(tx: Tx, { app }: Actor, pollId: string): Promise<PollRecord> {
  const poll = await tx.lockPoll(app.id, pollId)
  if (poll) return poll
  throw noPoll(pollId)
}

export function noPoll(pollId: string): ChatError {
  return new ChatError('not_found', `poll "${pollId}" does not exist`)
}
