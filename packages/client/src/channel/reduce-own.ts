import type { EventMap, PollResponse, PollVote } from '@parley/protocol'
import { type LocalMessage, mapList, mapMessages } from './message-sets.ts'
import type { Viewer } from './reduce.ts'
import { type ChannelState, mapSets } from './state.ts'

/** What hangs on messages and has a part that is the own user's alone: polls, reminders, drafts. */

type PollEvent = EventMap['poll.updated' | 'poll.closed']
type VoteEvent = EventMap['poll.vote_casted' | 'poll.vote_changed' | 'poll.vote_removed']

/** Events of polls have nobody's own votes: those are kept here. */
export function changePoll(state: ChannelState, { poll }: PollEvent): ChannelState {
  return mapPolls(state, poll.id, known => ({ ...poll, own_votes: known.own_votes }))
}

export function countVote(
  state: ChannelState,
  { type, poll, poll_vote }: VoteEvent,
  { ownId }: Viewer,
): ChannelState {
  const isOwn = poll_vote.user_id === ownId
  return mapPolls(state, poll.id, ({ own_votes }) => {
    const others = own_votes.filter(({ id }) => id !== poll_vote.id)
    const votes = type === 'poll.vote_removed' ? others : [...others, poll_vote]
    return { ...poll, own_votes: isOwn ? votes : own_votes }
  })
}

/** One's own votes as the server has them: events of anonymous polls say nobody's. */
export function withOwnVotes(state: ChannelState, pollId: string, own_votes: PollVote[]): ChannelState {
  return mapPolls(state, pollId, poll => ({ ...poll, own_votes }))
}

export function dropPoll(state: ChannelState, { poll }: EventMap['poll.deleted']): ChannelState {
  return mapAll(state, message => {
    if (message.poll_id !== poll.id) return message
    const { poll_id: _, poll: __, ...rest } = message
    return rest as LocalMessage
  })
}

function mapPolls(
  state: ChannelState,
  pollId: string,
  change: (known: PollResponse) => PollResponse,
): ChannelState {
  return mapAll(state, message => {
    const { poll } = message
    return poll?.id === pollId ? { ...message, poll: change(poll) } : message
  })
}

type ReminderEvent = EventMap['reminder.created' | 'reminder.updated' | 'reminder.deleted']

export function changeReminder(
  state: ChannelState,
  { type, message_id, reminder }: ReminderEvent,
): ChannelState {
  return mapAll(state, message => {
    if (message.id !== message_id) return message
    const { reminder: _, ...rest } = message
    const { message: __, channel: ___, user: ____, ...own } = reminder
    return (type === 'reminder.deleted' ? rest : { ...rest, reminder: own }) as LocalMessage
  })
}

export function changeDraft(
  state: ChannelState,
  { type, draft, parent_id }: EventMap['draft.updated' | 'draft.deleted'],
): ChannelState {
  if (parent_id) return state
  const { channel: _, ...own } = draft
  return { ...state, draft: type === 'draft.updated' ? own : undefined }
}

/** Every message, and what it quotes. */
function mapAll(state: ChannelState, change: (message: LocalMessage) => LocalMessage): ChannelState {
  const both = (message: LocalMessage): LocalMessage => {
    const next = change(message)
    const { quoted_message } = next
    const quoted = quoted_message && change(quoted_message as LocalMessage)
    return quoted === quoted_message ? next : { ...next, quoted_message: quoted ?? null }
  }
  return {
    ...mapSets(state, sets => mapMessages(sets, both)),
    pinned_messages: mapList(state.pinned_messages, both),
  }
}
