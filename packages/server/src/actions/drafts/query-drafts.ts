import { type Cursors, DRAFTS_DEFAULT_LIMIT, type DraftResponse } from '@parley/protocol'
import type { QueryDraftsBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { DRAFT_FIELDS } from '../../domain/draft-fields.ts'
import { cutPage, type Ordering, parseKeyset } from '../../domain/keyset.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import type { DraftRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { readFor } from '../channels/acting-user.ts'
import { canRead, openFound } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showDrafts } from './show-drafts.ts'

const ORDERING: Ordering = {
  table: DRAFT_FIELDS,
  also: [],
  byDefault: [{ field: 'created_at', custom: false, direction: -1 }],
  tie: 'string',
}

/**
 * A user's drafts that a filter finds, the last saved first unless sorted. Those in channels that
 * the user may not read any more are left out, so a page may be short.
 * @throws ChatError `invalid_input`
 */
export function queryDrafts(
  deps: Deps,
  actor: Actor,
  body: z.output<typeof QueryDraftsBody>,
): Promise<Cursors & { drafts: DraftResponse[] }> {
  return readFor(deps, actor, body, async user => {
    if (!user) throw invalidField('user_id', 'is required when a server calls')
    const filter = parseFilter(body.filter, DRAFT_FIELDS, { perspective: false, name: 'filter' })
    const of = { kind: 'drafts', appId: actor.app.id, query: [user.id, filter] }
    const page = parseKeyset(of, { ...body, limit: body.limit ?? DRAFTS_DEFAULT_LIMIT }, ORDERING)
    const found = await deps.store.read.queryDrafts(actor.app.id, user.id, { filter, page })
    const { records, cursors } = cutPage(of, page, found)
    return { drafts: await shownOf(deps, actor, user, records), ...cursors }
  })
}

async function shownOf(
  deps: Deps,
  actor: Actor,
  user: UserRecord,
  drafts: readonly DraftRecord[],
): Promise<DraftResponse[]> {
  const reader = deps.store.read
  const shown = new Map<DraftRecord, DraftResponse>()
  for (const channel of await reader.findChannels(actor.app.id, [...new Set(drafts.map(({ cid }) => cid))])) {
    const here = drafts.filter(draft => draft.channelPk === channel.pk)
    if (channel.deletedAtUs !== undefined || here.length === 0) continue
    const open = await openFound(reader, actor, channel, channel, user.id)
    if (!canRead(actor, open)) continue
    const responses = await showDrafts(deps, reader, actor, open, here, { alone: true })
    for (const [at, draft] of here.entries()) {
      const response = responses[at]
      if (response) shown.set(draft, response)
    }
  }
  return drafts.map(draft => shown.get(draft)).filter(each => each !== undefined)
}
