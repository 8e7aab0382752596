import type { ChannelConfig, MessageResponse } from '@parley/protocol'
import { channelConfig } from '../../domain/channels-config.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import type { MessageInput } from '../messages/message-draft.ts'
import { toChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'
import { type ActingUser, planActingUser } from './acting-user.ts'
import type { OpenChannel } from './open-channel.ts'

/** One request's change of a channel, while its transaction runs. */
export class ChannelChange {
  readonly deps: Deps
  readonly tx: Tx
  readonly actor: Actor
  readonly open: OpenChannel
  /** Who does it; a server may do it in nobody's name. */
  readonly user: UserRecord | undefined
  readonly log: ChannelLog
  /** As it stands by now. */
  channel: ChannelRecord
  /** Posted along. */
  message: MessageResponse | undefined
  /** Who lost a membership or got another role. */
  readonly touchedIds: string[] = []

  constructor(deps: Deps, tx: Tx, actor: Actor, open: OpenChannel, user: UserRecord | undefined) {
    this.deps = deps
    this.tx = tx
    this.actor = actor
    this.open = open
    this.user = user
    this.channel = open.channel
    this.log = new ChannelLog(deps, tx, actor, open.channel)
  }

  get config(): ChannelConfig {
    return channelConfig(this.actor.app, this.channel)
  }

  /** Members came or went. */
  count(delta: number): void {
    this.channel = { ...this.channel, memberCount: this.channel.memberCount + delta }
  }

  /** Writes the channel's data and logs it. */
  async update(next: ChannelRecord): Promise<void> {
    const { tx, deps, log } = this
    const place = await log.next()
    const rights = rightsOf(this.channel)
    this.channel = { ...next, updatedAtUs: place.atUs, lastSeq: place.seq }
    await tx.updateChannel(this.channel)
    const { createdById, truncatedById, appId } = this.channel
    const known = this.user ? [this.user] : []
    const people = await loadPeople(deps, tx, appId, [createdById, truncatedById], known)
    await log.append('channel.updated', place, {
      channel: JSON.stringify(toChannel(this.channel, people, { config: this.config })),
      message: this.message && JSON.stringify(this.message),
      user: this.user && people.json(this.user.id),
    })
    if (rightsOf(next) === rights) return
    const control = { kind: 'rights', appId, of: { cid: next.cid } } as const
    log.announcements.push({ to: 'nodes', control })
  }
}

/** What the channel itself says about who may read it. */
function rightsOf({ team, configOverrides }: ChannelRecord): string {
  return JSON.stringify([team, configOverrides?.grants])
}

/**
 * Who says the message that goes along: named in it, or whoever makes the change.
 * @throws ChatError `invalid_input` when a server names nobody.
 */
export async function authorOf(
  deps: Deps,
  actor: Actor,
  message: MessageInput,
  acting: ActingUser | undefined,
): Promise<ActingUser> {
  if (message.restricted_visibility?.length) {
    throw invalidField('message.restricted_visibility', 'is not allowed here')
  }
  const isNamed = message.user !== undefined || message.user_id !== undefined
  if (acting && !(actor.kind === 'server' && isNamed)) return acting
  return planActingUser(deps, actor, { user: message.user, user_id: message.user_id })
}
