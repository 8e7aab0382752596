import type { Action } from '@parley/protocol'
import { ACTION_FACTS } from '../../domain/action-facts.ts'
import { ACTION_WORDS } from '../../domain/action-words.ts'
import { Access, type ActionAnswer } from '../../domain/explain-access.ts'
import { countingRoles, type HeldGrant } from '../../domain/explain-permission.ts'
import { scopeName } from '../../domain/explain-words.ts'
import { notesOf } from '../../domain/notes.ts'
import type { Resource } from '../../domain/permission-subject.ts'
import { APP_RESOURCE } from '../../domain/permissions.ts'
import type { AppRecord } from '../../domain/records.ts'
import type { Reason, Situation } from '../../domain/situation.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { loadSituation, type Question } from './load-situation.ts'

export interface ExplainAccess extends Question {
  /** Undefined: all of them. */
  readonly action?: Action | undefined
}

/**
 * What somebody may do, why, and what would change it: the same rules that their own request is
 * judged by, read by somebody who only looks. Changes nothing.
 * @throws ChatError as `loadSituation`
 */
export async function explainAccess(deps: Deps, { id }: AppRecord, input: ExplainAccess) {
  const situation = await loadSituation(deps, await deps.apps.get(id), input)
  const access = new Access(situation)
  const answers = access.all().filter(each => input.action === undefined || each.action === input.action)
  const write = situation.place && access.write()
  return {
    user: showUser(situation),
    channel: showChannel(situation),
    write: write ? { allowed: write.allowed, reasons: write.reasons.map(showReason) } : null,
    notes: notesOf(situation),
    actions: answers.map(showAnswer),
  }
}

function showUser({ subject, user, place }: Situation) {
  return {
    id: subject.kind === 'anonymous' ? null : user.id,
    name: user.name ?? null,
    image: user.image ?? null,
    role: user.role,
    teams: [...user.teams],
    roles: countingRoles(subject, place?.resource ?? APP_RESOURCE),
  }
}

function showChannel({ place, message }: Situation) {
  if (!place) return null
  const { channel, member } = place
  return {
    cid: channel.cid,
    type: channel.type,
    team: channel.team ?? null,
    created_by_id: channel.createdById ?? null,
    channel_role: member?.channelRole ?? null,
    message: message ? { id: message.id, user_id: message.userId } : null,
  }
}

function showAnswer({ action, allowed, onlyOwn, answer, resource, says, reasons }: ActionAnswer) {
  const { group, title } = ACTION_WORDS[action]
  return {
    action,
    group,
    title,
    allowed,
    only_own: onlyOwn,
    used: ACTION_FACTS[action].unused !== true,
    says,
    grant: answer.grant ? showGrant(answer.grant, resource) : null,
    reasons: reasons.map(showReason),
  }
}

function showGrant({ role, permission, scope }: HeldGrant, resource: Resource) {
  return { scope: scopeName(scope, resource), role: role.name, role_kind: role.kind, permission }
}

function showReason({ kind, says, fixes, untilUs }: Reason) {
  return {
    kind,
    says,
    until: untilUs === undefined ? null : toRfc3339(untilUs),
    fixes: fixes.map(fix => ({ says: fix.says, grant: fix.grant ?? null })),
  }
}
