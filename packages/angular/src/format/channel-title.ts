import type { ChannelState, Member } from '@parley/client'
import { shortName, userName } from './user-name'

/** The part of a channel's state that its title and picture are made of. */
export type TitledState = Pick<ChannelState, 'channel' | 'members'>

/** How many members a title names. */
const NAMED = 3

/** The members beside oneself who are in it: those who were only asked count, those who refused do not. */
export function otherMembers(state: TitledState, ownId: string | undefined): readonly Member[] {
  return Object.values(state.members)
    .filter(({ user_id, status }) => user_id !== ownId && status !== 'rejected')
    .toSorted((a, b) => userName(a.user).localeCompare(userName(b.user)))
}

/**
 * What to call a channel: its name, or its other members ("Bender, Fry +2"), or oneself, or its id.
 *
 * `ownId` is the connected user's.
 */
export function channelTitle(state: TitledState | undefined, ownId: string | undefined): string {
  if (!state) return ''
  const name = shortName(state.channel?.name)
  if (name) return name
  const others = otherMembers(state, ownId)
  const own = ownId ? state.members[ownId] : undefined
  if (others.length === 0) return own ? userName(own.user) : (state.channel?.id ?? '')
  const named = others.slice(0, NAMED).map(({ user }) => userName(user))
  // members beyond those that were loaded count, too
  const all = Math.max(others.length, (state.channel?.member_count ?? 0) - (own ? 1 : 0))
  const more = all - named.length
  return named.join(', ') + (more > 0 ? ` +${more}` : '')
}

/** The other one of a channel for two that was made of its members; undefined for all others. */
export function directPartner(state: TitledState | undefined, ownId: string | undefined): Member | undefined {
  if (!state || shortName(state.channel?.name)) return undefined
  const others = otherMembers(state, ownId)
  return others.length === 1 && (state.channel?.member_count ?? 2) <= 2 ? others[0] : undefined
}
