import { FLAGS_DEFAULT_LIMIT, type MessageFlag } from '@parley/protocol'
import type { QueryMessageFlagsPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { namedIn } from '../../domain/filters.ts'
import { MESSAGE_FLAG_FIELDS } from '../../domain/flag-fields.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { checkCan } from '../../domain/permissions.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { checkRead } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { openNamedChannels } from '../moderation/named-channels.ts'
import { toMessageFlag } from '../wire/flag.ts'
import { loadFlagged } from './show-flagged.ts'

export type QueryMessageFlagsInput = z.output<typeof QueryMessageFlagsPayload>

/**
 * Flags of messages, the newest first. Clients name the channels, in each of which they need
 * `read-message-flags`.
 * @throws ChatError `invalid_input` | `not_allowed` | `not_found`
 */
export async function queryMessageFlags(
  deps: Deps,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  { filter_conditions, limit = FLAGS_DEFAULT_LIMIT, offset }: QueryMessageFlagsInput,
): Promise<MessageFlag[]> {
  const filter = parseFilter(filter_conditions, MESSAGE_FLAG_FIELDS, { perspective: false })
  if (actor.kind === 'user') {
    const cids = namedIn(filter, 'channel_cid')
    if (!cids)
      throw invalidField('filter_conditions.channel_cid', 'must name the channels, unless a server asks')
    for (const open of await openNamedChannels(deps, actor, cids)) {
      checkRead(actor, open)
      checkCan(actor, 'read-message-flags', open.resource)
    }
  }
  const { read } = deps.store
  const { id: appId } = actor.app
  const flags = await read.queryMessageFlags(appId, { filter, limit, offset })
  const reports = await read.findFlagReports(appId, [...new Set(flags.map(flag => flag.reportId))])
  const flagged = await loadFlagged(deps, read, actor, reports, flags)
  const byId = new Map(reports.map(report => [report.id, report]))
  return flags.flatMap(flag => {
    const report = byId.get(flag.reportId)
    return report ? [toMessageFlag(flag, report, flagged.people, flagged.message(report))] : []
  })
}
