import type { OutboxEntry } from '../../domain/outbox.ts'
import { textOf } from '../encode.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

type LaneArgs = { appId: number; target: string; lane: string; dueAtUs: number }

/** NOTE: whoever adds locks the lane, so on PostgreSQL entries of one lane are numbered in commit order. */
const ADD_LANE = prepared('outbox_add_lane', (db, p: Params<LaneArgs>) =>
  db
    .insertInto('outbox_lanes')
    .values({
      app_id: p('appId'),
      target: p('target'),
      lane: p('lane'),
      due_at_us: p('dueAtUs'),
      leased_until_us: 0,
      added: 1,
    })
    .onConflict(conflict =>
      conflict
        .columns(['app_id', 'target', 'lane'])
        .doUpdateSet(({ eb, ref }) => ({ added: eb(ref('outbox_lanes.added'), '+', 1) })),
    )
    .returning('pk'),
)

type EntryArgs = { lanePk: number; id: string; type: string; payload: string; createdAtUs: number }

const ADD_ENTRY = prepared('outbox_add', (db, p: Params<EntryArgs>) =>
  db.insertInto('outbox').values({
    lane_pk: p('lanePk'),
    id: p('id'),
    type: p('type'),
    payload: p('payload'),
    attempts: 0,
    progress: null,
    created_at_us: p('createdAtUs'),
  }),
)

export async function addToOutbox(session: Session, entry: OutboxEntry): Promise<void> {
  const { appId, target, lane, id, type, payload, createdAtUs, dueAtUs = 0 } = entry
  const row = await ADD_LANE.first(session, { appId, target, lane: textOf(lane), dueAtUs })
  if (!row) throw new Error(`lane ${lane} was neither added nor found`)
  const text = { id, type: textOf(type), payload: textOf(payload) }
  await ADD_ENTRY.all(session, { lanePk: row.pk, ...text, createdAtUs })
  session.addedToOutbox = true
}
