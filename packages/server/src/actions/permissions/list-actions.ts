import { ACTIONS, type Action, DEFAULT_APP_GRANTS, DEFAULT_GRANTS } from '@parley/protocol'
import { ACTION_FACTS } from '../../domain/action-facts.ts'
import { ACTION_GROUPS, ACTION_WORDS } from '../../domain/action-words.ts'

/** All that can be granted, in words, and the grants that everything begins with. */
export function listActions() {
  return { groups: ACTION_GROUPS, actions: ORDERED.map(show), default_grants: DEFAULTS }
}

const ORDERED = Object.keys(ACTION_WORDS) as Action[]
/** Types of an app's own begin as `messaging`. */
const DEFAULTS = { '.app': DEFAULT_APP_GRANTS, ...DEFAULT_GRANTS }

function show(action: Action) {
  const { whose, feature, unused } = ACTION_FACTS[action]
  return {
    action,
    ...ACTION_WORDS[action],
    scopes: scopesOf(action),
    /** Whose things `-owner` speaks of. */
    own: whose === 'maker' ? 'channel' : whose,
    feature: feature ?? null,
    used: unused !== true,
  }
}

/** Where granting it does something. */
function scopesOf(action: Action): ('app' | 'channel')[] {
  const isAppWide = ['user', 'flag_report', 'poll'].includes(ACTIONS[action])
  const isAskedInChannels = ACTION_FACTS[action].place !== 'app' || isInstead(action)
  return [...(isAppWide ? (['app'] as const) : []), ...(isAskedInChannels ? (['channel'] as const) : [])]
}

/** Asked in channels as well, where another one is. */
function isInstead(action: Action): boolean {
  return Object.values(ACTION_FACTS).some(facts => facts.instead === action && facts.place !== 'app')
}
