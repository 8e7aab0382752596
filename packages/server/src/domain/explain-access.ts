import { ACTIONS, type Action } from '@parley/protocol'
import { ACTION_FACTS, type ActionFacts, type StopKind } from './action-facts.ts'
import { ACTION_WORDS } from './action-words.ts'
import { explainPermission, type PermissionAnswer } from './explain-permission.ts'
import { anonymousCanNot, reasonNotGranted, sayGranted } from './explain-words.ts'
import { hasLink } from './messages.ts'
import type { Resource } from './permission-subject.ts'
import { APP_RESOURCE, channelResource } from './permissions.ts'
import type { Reason, Situation } from './situation.ts'
import { stopOfAll, stopsOf } from './stops.ts'

/** Whether somebody may do one thing now, and all that decides it. */
export interface ActionAnswer {
  readonly action: Action
  readonly allowed: boolean
  /** Allowed for what is their own, not for what is others'. */
  readonly onlyOwn: boolean
  readonly answer: PermissionAnswer
  readonly resource: Resource
  /** What allows it, or the first reason why not. */
  readonly says: string
  readonly reasons: readonly Reason[]
}

/** Explains what somebody may do in one situation. */
export class Access {
  readonly #situation: Situation
  readonly #stopOfAll: Reason | undefined
  readonly #stops: ReadonlyMap<StopKind, Reason>
  readonly #answers = new Map<Action, ActionAnswer>()

  constructor(situation: Situation) {
    this.#situation = situation
    this.#stopOfAll = stopOfAll(situation)
    this.#stops = stopsOf(situation)
  }

  /** Everything that can be asked in this situation; what is asked in channels only with one. */
  all(): ActionAnswer[] {
    const actions = Object.keys(ACTION_WORDS) as Action[]
    return actions.filter(action => this.#isAskable(ACTION_FACTS[action])).map(action => this.explain(action))
  }

  /** Whether they may send the text that was given, or just something. */
  write(): { readonly allowed: boolean; readonly reasons: readonly Reason[] } {
    const { text } = this.#situation
    const asked: Action[] =
      text !== undefined && hasLink(text) ? ['create-message', 'add-links'] : ['create-message']
    const answers = asked.map(action => this.explain(action))
    return {
      allowed: answers.every(each => each.allowed),
      reasons: unique(answers.flatMap(each => each.reasons)),
    }
  }

  explain(action: Action): ActionAnswer {
    const known = this.#answers.get(action)
    if (known) return known
    const made = this.#make(action, ACTION_FACTS[action])
    this.#answers.set(action, made)
    return made
  }

  #isAskable({ place }: ActionFacts): boolean {
    return place === 'app' || this.#situation.place !== undefined
  }

  #make(action: Action, facts: ActionFacts): ActionAnswer {
    const { answer, resource, onlyOwn } = this.#decide(action, facts)
    const reasons = unique([...this.#stopping(action, facts, answer, resource), ...this.#needed(facts)])
    const says = reasons[0]?.says ?? sayGranted(answer, resource, facts)
    return { action, allowed: reasons.length === 0, onlyOwn, answer, resource, says, reasons }
  }

  /** By the grants alone. */
  #decide(action: Action, facts: ActionFacts) {
    const { subject, user } = this.#situation
    const resource = this.#resourceOf(action, facts)
    const answer = explainPermission(subject, action, resource)
    if (answer.allowed) return { answer, resource, onlyOwn: false }
    if (facts.instead) {
      const ownerId = ACTIONS[facts.instead] === 'user' ? undefined : resource.ownerId
      const other = explainPermission(subject, facts.instead, { ...resource, ownerId })
      if (other.allowed) return { answer: other, resource, onlyOwn: false }
    }
    if (facts.whose !== 'either' || resource.ownerId !== undefined)
      return { answer, resource, onlyOwn: false }
    const own = { ...resource, ownerId: user.id }
    const ofOwn = explainPermission(subject, action, own)
    return ofOwn.allowed
      ? { answer: ofOwn, resource: own, onlyOwn: true }
      : { answer, resource, onlyOwn: false }
  }

  #resourceOf(action: Action, { place, whose }: ActionFacts): Resource {
    const { user, message } = this.#situation
    const base = place === 'app' ? APP_RESOURCE : this.#channelResource(place)
    if (whose === 'maker') return base
    if (whose === 'self') return { ...base, ownerId: user.id }
    const isOfMessage = ACTIONS[action] === 'message' || ACTIONS[action] === 'attachment'
    return { ...base, ownerId: whose === 'either' && isOfMessage ? message?.userId : undefined }
  }

  #channelResource(kind: 'channel' | 'new_channel'): Resource {
    const { place, app, user } = this.#situation
    if (!place) throw new Error('asked in no channel')
    if (kind === 'channel') return place.resource
    const { channel } = place
    const type = app.channelTypes.get(channel.type)
    const made = { ...channel, createdById: user.id, configOverrides: undefined }
    return type ? channelResource(made, type, undefined) : place.resource
  }

  #stopping(action: Action, facts: ActionFacts, answer: PermissionAnswer, resource: Resource): Reason[] {
    const { subject, place } = this.#situation
    const reasons = this.#stopOfAll ? [this.#stopOfAll] : []
    if (!answer.allowed) reasons.push(reasonNotGranted(subject, answer, resource, facts))
    else if (subject.kind === 'anonymous' && !facts.anonymous) reasons.push(anonymousCanNot())
    reasons.push(...facts.stops.flatMap(kind => this.#stops.get(kind) ?? []))
    if (facts.feature && place && !place.config[facts.feature]) {
      reasons.push(switchedOff(facts.feature, place.channel.type, ACTION_WORDS[action].title))
    }
    return reasons
  }

  /** What stands in the way of what it takes besides. */
  #needed({ needs }: ActionFacts): Reason[] {
    if (!needs) return []
    const { allowed, reasons } = this.explain(needs)
    if (allowed) return []
    const says = `It takes being allowed to ${ACTION_WORDS[needs].title} as well.`
    return [{ kind: 'needs', says, fixes: [] }, ...reasons]
  }
}

function switchedOff(feature: string, type: string, title: string): Reason {
  const says = `“${feature}” is switched off in this channel: nobody can ${title}.`
  const fix = `Switch “${feature}” on in channel type “${type}”, or for this channel alone where its own settings have it.`
  return { kind: 'feature_off', says, fixes: [{ says: fix }] }
}

function unique(reasons: readonly Reason[]): Reason[] {
  return reasons.filter((reason, at) => reasons.findIndex(each => each.says === reason.says) === at)
}
