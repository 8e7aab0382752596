import type { MessageResponse } from '@parley/protocol'
import type { ChannelRecord, MemberRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { freshLinks } from '../files/fresh-links.ts'
import { type MessageContext, toMessage } from '../wire/message.ts'
import { loadPeople, type People } from '../wire/people.ts'
import { loadCarried } from './carried.ts'
import { loadMessageExtras } from './message-extras.ts'

/** What is shown along with messages, so that users are loaded once. */
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
  /** At hand already; their roles need not be asked for. */
  readonly members?: readonly MemberRecord[]
  readonly showDeleted?: boolean
  /** `shadowed` is shown to servers only. */
  readonly showShadowed?: boolean
  /** Whose reactions, votes and reminders are shown as their own; nobody's unless given. */
  readonly viewerId?: string | undefined
}

/** What of a channel matters for the messages in it. */
type ShownIn = Pick<ChannelRecord, 'pk' | 'appId'> & Partial<Pick<ChannelRecord, 'truncatedAtUs'>>

/** Loads whom and what these messages name: authors and their roles, mentions, quotes. */
export async function showMessages(
  deps: Deps,
  reader: Reader,
  channel: ShownIn | readonly ShownIn[],
  messages: readonly MessageRecord[],
  options: ShowOptions = {},
): Promise<Shown> {
  const channels = [channel].flat()
  const appId = channels[0]?.appId ?? 0
  const quoted = await loadQuoted(reader, channels, messages)
  const all = [...messages, ...quoted.values()]
  const extras = await loadMessageExtras(reader, appId, all, options.viewerId)
  const ids = new Set<string | undefined>(options.userIds)
  for (const id of extras.userIds) ids.add(id)
  for (const message of all) {
    ids.add(message.userId).add(message.pinnedById)
    for (const id of message.mentionedUserIds) ids.add(id)
  }
  const people = await loadPeople(deps, reader, appId, ids, options.users)
  const roles = await loadRoles(reader, all, options.members)
  const carried = await loadCarried(deps, reader, appId, all, options.viewerId)
  const context = {
    people,
    nowUs: deps.clock(),
    showDeleted: options.showDeleted,
    showShadowed: options.showShadowed,
    freshen: await freshLinks(deps, appId, all),
  }
  const contextOf = (message: MessageRecord): MessageContext => ({
    ...context,
    channelRole: roles.get(roleKey(message.channelPk, message.userId)),
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
  channels: readonly ShownIn[],
  messages: readonly MessageRecord[],
): Promise<Map<string, MessageRecord>> {
  const ids = new Set(messages.map(message => message.quotedMessageId).filter(id => id !== undefined))
  if (ids.size === 0) return new Map()
  const found = await reader.findMessages(channels[0]?.appId ?? 0, [...ids])
  const goneUntilUs = new Map(channels.map(channel => [channel.pk, channel.truncatedAtUs ?? 0]))
  // What somebody may not see is shown to nobody as a quote: one text goes to everybody.
  const shown = found.filter(
    each =>
      each.createdAtUs > (goneUntilUs.get(each.channelPk) ?? Number.POSITIVE_INFINITY) && !isLimited(each),
  )
  return new Map(shown.map(each => [each.id, each]))
}

const roleKey = (channelPk: number, userId: string): string => `${channelPk} ${userId}`

/** Roles of the authors, those of `known` members without a query. */
async function loadRoles(
  reader: Reader,
  messages: readonly MessageRecord[],
  known: readonly MemberRecord[] = [],
): Promise<Map<string, string>> {
  const roles = new Map<string, string>()
  for (const { channelPk, userId, channelRole } of known) roles.set(roleKey(channelPk, userId), channelRole)
  const missing = messages.filter(({ channelPk, userId }) => !roles.has(roleKey(channelPk, userId)))
  if (missing.length === 0) return roles
  const channelPks = [...new Set(missing.map(message => message.channelPk))]
  const userIds = [...new Set(missing.map(message => message.userId))]
  for (const { channelPk, userId, channelRole } of await reader.findMembersOf(channelPks, userIds)) {
    roles.set(roleKey(channelPk, userId), channelRole)
  }
  return roles
}
