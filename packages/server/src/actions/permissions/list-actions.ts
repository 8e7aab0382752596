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
  const kind = ACTIONS[action]
  return {
    action,
    ...ACTION_WORDS[action],
    resource: kind,
    level: kind === 'user' || kind === 'flag_report' || kind === 'poll' ? 'app' : 'channel',
    /** Whose things `-owner` speaks of. */
    own: whose === 'maker' ? 'channel' : whose,
    feature: feature ?? null,
    used: unused !== true,
  }
}
