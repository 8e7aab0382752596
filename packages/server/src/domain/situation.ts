import type { ChannelConfig } from '@parley/protocol'
import type { App } from './app.ts'
import type { Resource, Subject } from './permission-subject.ts'
import type { BanRecord, ChannelRecord, MemberRecord, MessageRecord, UserRecord } from './records.ts'

/** A channel as one user stands in it. */
export interface PlaceOfUser {
  readonly channel: ChannelRecord
  readonly config: ChannelConfig
  readonly member: MemberRecord | undefined
  /** Of who is no member. */
  readonly ban?: BanRecord | undefined
  readonly resource: Resource
}

/** All that decides what somebody may do now. */
export interface Situation {
  readonly app: App
  readonly subject: Subject & { readonly kind: 'user' | 'anonymous' }
  /** Stands for everybody without credentials where the subject is anonymous. */
  readonly user: UserRecord
  readonly place: PlaceOfUser | undefined
  /** Of that channel. */
  readonly message: MessageRecord | undefined
  /** When the user last sent something there. */
  readonly lastSentAtUs: number | undefined
  /** What they would like to say. */
  readonly text: string | undefined
  readonly nowUs: number
}

/** Why something is refused, in words, and what would change that. */
export interface Reason {
  readonly kind: string
  readonly says: string
  readonly fixes: readonly Fix[]
  /** When it ends by itself. */
  readonly untilUs?: number | undefined
}

/** One way out. */
export interface Fix {
  readonly says: string
  /** Where it is a grant: which one. */
  readonly grant?: GrantToChange
}

/** A cell of the grants matrix. */
export interface GrantToChange {
  /** `.app`, a channel type's name, or a channel's cid. */
  readonly scope: string
  readonly role: string
  readonly permission: string
}

/** What people call the user. */
export function nameOf({ subject, user }: Pick<Situation, 'subject' | 'user'>): string {
  if (subject.kind === 'anonymous') return 'Somebody anonymous'
  return user.name || user.id
}
