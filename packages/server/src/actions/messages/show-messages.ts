import type { MessageResponse } from '@parley/protocol'
import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { freshLinks } from '../files/fresh-links.ts'
import { type MessageContext, toMessage } from '../wire/message.ts'
import { loadPeople, type People } from '../wire/people.ts'
import { loadCarried } from './carried.ts'
import { loadMessageExtras } from './message-extras.ts'

/** What is shown along with messages of one channel, so that users are loaded once. */
export interface Shown {
  readonly people: People
  show(message: MessageRecord): MessageResponse
  /** As others quote it: what it quotes itself is left out. */
  quote(message: MessageRecord): MessageResponse
}

export interface ShowOptions {
  /** Also wanted as people. */
  readonly userIds?: readonly (string | undefined)[]
  /** At hand already. */
  readonly users?: readonly UserRecord[]
  readonly showDeleted?: boolean
  /** `shadowed` is shown to servers only. */
  readonly showShadowed?: boolean
  /** Whose reactions, votes and reminders are shown as their own; nobody's unless given. */
  readonly viewerId?: string | undefined
}

/** Loads whom and what these messages of one channel name: authors and their roles, mentions, quotes. */
export async function showMessages(
  deps: Deps,
  reader: Reader,
  channel: Pick<ChannelRecord, 'pk' | 'appId'>,
  messages: readonly MessageRecord[],
  options: ShowOptions = {},
): Promise<Shown> {
  const quoted = await loadQuoted(reader, channel, messages)
  const all = [...messages, ...quoted.values()]
  const extras = await loadMessageExtras(reader, channel.appId, all, options.viewerId)
  const ids = new Set<string | undefined>(options.userIds)
  for (const id of extras.userIds) ids.add(id)
  for (const message of all) {
    ids.add(message.userId).add(message.pinnedById)
    for (const id of message.mentionedUserIds) ids.add(id)
  }
  const people = await loadPeople(deps, reader, channel.appId, ids, options.users)
  const roles = await loadRoles(reader, channel.pk, all)
  const carried = await loadCarried(deps, reader, channel.appId, all, options.viewerId)
  const context = {
    people,
    nowUs: deps.clock(),
    showDeleted: options.showDeleted,
    showShadowed: options.showShadowed,
    freshen: await freshLinks(deps, channel.appId, all),
  }
  const contextOf = (message: MessageRecord): MessageContext => ({
    ...context,
    channelRole: roles.get(message.userId),
    latestReactions: extras.latestReactions.get(message.id),
    ownReactions: extras.ownReactions.get(message.id),
    participantIds: extras.participants.get(message.id),
    poll: message.pollId === undefined ? undefined : carried.polls.get(message.pollId),
    reminder: carried.reminders.get(message.id),
  })
  const quote = (message: MessageRecord): MessageResponse => toMessage(message, contextOf(message))
  const show = (message: MessageRecord): MessageResponse => {
    const quotes = message.quotedMessageId === undefined ? undefined : quoted.get(message.quotedMessageId)
    return toMessage(message, { ...contextOf(message), quoted: quotes && quote(quotes) })
  }
  return { people, show, quote }
}

async function loadQuoted(
  reader: Reader,
  channel: Pick<ChannelRecord, 'pk' | 'appId'>,
  messages: readonly MessageRecord[],
): Promise<Map<string, MessageRecord>> {
  const ids = new Set(messages.map(message => message.quotedMessageId).filter(id => id !== undefined))
  if (ids.size === 0) return new Map()
  const found = await reader.findMessages(channel.appId, [...ids])
  // What somebody may not see is shown to nobody as a quote: one text goes to everybody.
  const shown = found.filter(each => each.channelPk === channel.pk && !isLimited(each))
  return new Map(shown.map(each => [each.id, each]))
}

async function loadRoles(
  reader: Reader,
  channelPk: number,
  messages: readonly MessageRecord[],
): Promise<Map<string, string>> {
  const authors = new Set(messages.map(message => message.userId))
  if (authors.size === 0) return new Map()
  const members = await reader.findMembers(channelPk, [...authors])
  return new Map(members.map(member => [member.userId, member.channelRole]))
}
