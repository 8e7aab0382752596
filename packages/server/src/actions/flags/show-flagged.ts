import type { MessageResponse } from '@parley/protocol'
import { APP_RESOURCE, can } from '../../domain/permissions.ts'
import type { FlagRecord, FlagReportRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from '../messages/show-messages.ts'
import { loadPeople, type People } from '../wire/people.ts'

/** What somebody wants to do with a report. */
type FlagAction = 'read-flag-reports' | 'update-flag-report'

/** Who and what reports and flags name. */
export interface Flagged {
  readonly people: People
  /** Null for what was deleted for good. */
  message(report: FlagReportRecord): MessageResponse | null
  /** With multi-tenancy nobody hears of another team's people. */
  isShown(report: FlagReportRecord, action?: FlagAction): boolean
}

/** Loads the messages and users of these reports, channel by channel. */
export async function loadFlagged(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  reports: readonly FlagReportRecord[],
  flags: readonly FlagRecord[] = [],
): Promise<Flagged> {
  const { id: appId } = actor.app
  const ids = reports.map(report => report.messageId).filter(id => id !== undefined)
  const messages = await reader.findMessages(appId, ids)
  const shown = new Map<string, MessageResponse>()
  for (const [pk, of] of Map.groupBy(messages, message => message.channelPk)) {
    const { show } = await showMessages(deps, reader, { pk, appId }, of, {
      showShadowed: actor.kind === 'server',
    })
    for (const message of of) shown.set(message.id, show(message))
  }
  const userIds = [
    ...reports.flatMap(report => [report.userId, report.reviewedById]),
    ...flags.map(each => each.userId),
  ]
  const people = await loadPeople(deps, reader, appId, userIds)
  return {
    people,
    message: ({ messageId }) => shown.get(messageId ?? '') ?? null,
    isShown: (report, action = 'read-flag-reports') => mayHandle(actor, action, report, people),
  }
}

/** A report is of the message's team, or of the user's: those of others take a grant for any team. */
function mayHandle(
  actor: Actor,
  action: FlagAction,
  { messageId, userId, team }: FlagReportRecord,
  people: People,
): boolean {
  if (actor.kind === 'server') return true
  const ofMessage = team === undefined ? [] : [team]
  const teams = messageId === undefined ? people.record(userId)?.teams : ofMessage
  return teams !== undefined && can(actor, action, { ...APP_RESOURCE, teams })
}
