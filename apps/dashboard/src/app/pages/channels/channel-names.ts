import type { ChannelResponse, Member, UserResponse } from '@parley/client'

/** What to call a channel: its name, else its members, else its id. */
export function channelName(channel: ChannelResponse, members: readonly Member[] = []): string {
  if (typeof channel.name === 'string' && channel.name.trim() !== '') return channel.name
  if (!channel.id.startsWith('!members-') || members.length === 0) return channel.id
  const names = members.slice(0, 3).map(({ user, user_id }) => user?.name || user_id)
  const more = channel.member_count - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}

export function userName(user: UserResponse | null | undefined, id: string): string {
  return typeof user?.name === 'string' && user.name.trim() !== '' ? user.name : id
}

/** `messaging:general` as path parts; undefined for what is none. */
export function splitCid(cid: string): { readonly type: string; readonly id: string } | undefined {
  const at = cid.indexOf(':')
  return at > 0 && at < cid.length - 1 ? { type: cid.slice(0, at), id: cid.slice(at + 1) } : undefined
}
