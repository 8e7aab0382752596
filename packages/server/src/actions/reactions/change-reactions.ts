import {
  type Action,
  ChatError,
  type EventType,
  type MessageResponse,
  type ReactionResponse,
} from '@parley/protocol'
import { checkCan } from '../../domain/permissions.ts'
import { timesWithout, withoutReaction } from '../../domain/reactions.ts'
import type { MessageRecord, ReactionGroups, ReactionRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import {
  checkMayWriteHere,
  checkNotDisabled,
  checkNotFrozen,
  type OpenChannel,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog, type Place } from '../events/channel-log.ts'
import { getMessage } from '../messages/get-message.ts'
import { addPush } from '../messages/message-work.ts'
import { recipientsOf } from '../messages/recipients.ts'
import { showMessages } from '../messages/show-messages.ts'
import { asBroadcast } from '../wire/message.ts'
import { toReaction } from '../wire/reaction.ts'

/** What a reaction was given to or taken from, and how it looks then. */
export interface Reacted {
  readonly message: MessageResponse
  readonly reaction: ReactionResponse
}

/** Who reacts to what. */
interface Reacting {
  readonly deps: Deps
  readonly tx: Tx
  readonly actor: Actor
  readonly open: OpenChannel
  readonly user: UserRecord
}

/** One user's change of the reactions to one message, while its transaction runs. */
export class ReactionChange {
  readonly log: ChannelLog
  readonly #reacting: Reacting
  #message: MessageRecord
  /** Handed out and not yet written. */
  #place: Place | undefined

  private constructor(reacting: Reacting, log: ChannelLog, message: MessageRecord) {
    this.#reacting = reacting
    this.log = log
    this.#message = message
  }

  /**
   * Checks that the user may do this to the message, whose counts nobody else changes meanwhile.
   * @throws ChatError `not_found` | `not_allowed` | `feature_disabled`
   */
  static async begin(
    deps: Deps,
    tx: Tx,
    actor: Actor,
    messageId: string,
    user: UserRecord,
    action: Action & ('create-reaction' | 'delete-reaction'),
  ): Promise<ReactionChange> {
    const { open, message } = await getMessage(tx, actor, messageId, user.id)
    if (action === 'create-reaction') checkReactions(open)
    checkMayReact(deps, actor, open, user, action)
    const log = new ChannelLog(deps, tx, actor, open.channel)
    if (message.deletedAtUs !== undefined) {
      throw new ChatError('not_found', `message "${messageId}" was deleted`)
    }
    return new ReactionChange({ deps, tx, actor, open, user }, log, message)
  }

  get groups(): ReactionGroups | undefined {
    return this.#message.reactionGroups
  }

  /** The place in the log that the next event takes. */
  async place(): Promise<Place> {
    this.#place ??= await this.log.next()
    return this.#place
  }

  own(): Promise<ReactionRecord[]> {
    const { appId, id } = this.#message
    const { tx, user } = this.#reacting
    return tx.listOwnReactions(appId, user.id, [id])
  }

  /** Writes a reaction, new or changed, with the counts that follow. */
  async put(
    type: 'reaction.new' | 'reaction.updated',
    reaction: ReactionRecord,
    groups: ReactionGroups,
  ): Promise<Reacted> {
    await this.#reacting.tx.upsertReaction(reaction)
    return this.#written(type, reaction, groups)
  }

  /** Devices may be told of a reaction that was given, where a provider has a template for that. */
  async push({ userId, type }: ReactionRecord): Promise<void> {
    const { tx, actor, open } = this.#reacting
    await addPush(tx, actor.app, open, 'reaction.new', this.#message, {
      reaction_type: type,
      user_id: userId,
    })
  }

  async takeBack(reaction: ReactionRecord): Promise<Reacted> {
    const { appId, messageId, type } = reaction
    const { tx } = this.#reacting
    await tx.deleteReaction(reaction)
    const stay = timesWithout(this.groups, reaction)
    const times = stay ?? (await tx.findReactionTimes(appId, messageId, type))
    return this.#written('reaction.deleted', reaction, withoutReaction(this.groups, reaction, times))
  }

  async #written(
    type: EventType & `reaction.${string}`,
    reaction: ReactionRecord,
    groups: ReactionGroups,
  ): Promise<Reacted> {
    const { deps, tx, actor, open, user } = this.#reacting
    const { appId, id } = this.#message
    const left = Object.keys(groups).length === 0 ? undefined : groups
    await tx.setReactionGroups(appId, id, left)
    this.#message = { ...this.#message, reactionGroups: left }
    const shown = { users: [user], viewerId: user.id }
    const { people, show } = await showMessages(deps, tx, open.channel, [this.#message], shown)
    const reacted = { message: show(this.#message), reaction: toReaction(reaction, people) }
    const parts = {
      message: JSON.stringify(asBroadcast(reacted.message)),
      reaction: JSON.stringify(reacted.reaction),
      user: people.json(user.id),
    }
    const to = await recipientsOf(deps, tx, actor, open, this.#message)
    await this.log.append(type, await this.place(), parts, { to })
    this.#place = undefined
    return reacted
  }
}

function checkReactions({ config, channel }: OpenChannel): void {
  if (config.reactions) return
  throw new ChatError('feature_disabled', `reactions are switched off in channel ${channel.cid}`, {
    details: { feature: 'reactions' },
  })
}

/** Whoever takes back a reaction owns it. */
function checkMayReact(
  deps: Deps,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  action: 'create-reaction' | 'delete-reaction',
): void {
  const { resource, channel } = open
  checkCan(actor, action, action === 'delete-reaction' ? { ...resource, ownerId: user.id } : resource)
  checkNotDisabled(actor, channel)
  if (actor.kind === 'server') return
  checkNotFrozen(actor, open)
  checkMayWriteHere(deps, actor, open)
}
