import { can, type Resource, type Subject } from './permissions.ts'
import type { Audience, ChannelRecord, MemberRecord, MessageRecord } from './records.ts'

/**
 * Which messages of a channel somebody may see. A pending message is in a
 * place of its own, and seen by nobody here. What somebody deleted for themselves only the store knows.
 */
export interface Viewer {
  /** Undefined: nobody's eyes in particular. */
  readonly userId: string | undefined
  /** May see what is restricted to others. */
  readonly seesRestricted: boolean
  /** May see what shadow-banned users say; servers alone. */
  readonly seesShadowed: boolean
}

/** `userId` are the eyes: the client's own, or whom a server names. */
export function viewerOf(subject: Subject, channel: Resource, userId: string | undefined): Viewer {
  const isServer = subject.kind === 'server'
  return {
    userId,
    seesRestricted: isServer || can(subject, 'read-restricted-visibility-message', channel),
    seesShadowed: isServer,
  }
}

type Limits = Pick<MessageRecord, 'shadowed' | 'restrictedVisibility'>

/** Whether somebody in the channel may not see the message. */
export function isLimited({ shadowed, restrictedVisibility }: Limits): boolean {
  return shadowed || restrictedVisibility.length > 0
}

export function canSee(viewer: Viewer, message: Limits & Pick<MessageRecord, 'userId'>): boolean {
  if (message.userId === viewer.userId) return true
  if (message.shadowed) return viewer.seesShadowed
  if (message.restrictedVisibility.length === 0 || viewer.seesRestricted) return true
  return viewer.userId !== undefined && message.restrictedVisibility.includes(viewer.userId)
}

/** Whom entries of the log about a message are for; undefined when for everybody. */
export function audienceOf(message: Limits & Pick<MessageRecord, 'userId'>): Audience | undefined {
  if (!isLimited(message)) return undefined
  if (message.shadowed) return { userIds: [message.userId], why: 'shadowed' }
  return { userIds: [...new Set([message.userId, ...message.restrictedVisibility])], why: 'restricted' }
}

/** Whether an entry of the log is the viewer's to read. */
export function isFor(audience: Audience | undefined, viewer: Viewer): boolean {
  if (!audience) return true
  if (viewer.userId !== undefined && audience.userIds.includes(viewer.userId)) return true
  if (audience.why === 'restricted') return viewer.seesRestricted
  return audience.why === 'shadowed' && viewer.seesShadowed
}

/** Messages up to then are gone for the member: history hidden from them, or a truncation. */
export function hiddenUntilUs(
  channel: Pick<ChannelRecord, 'truncatedAtUs'>,
  member: Pick<MemberRecord, 'historyHiddenBeforeUs'> | undefined,
): number {
  return Math.max(member?.historyHiddenBeforeUs ?? 0, channel.truncatedAtUs ?? 0)
}
