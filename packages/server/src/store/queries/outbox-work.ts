import type { FailingTarget, OutboxLane, QueuedEntry } from '../../domain/outbox.ts'
import { orNull, textOf, textOrNull, undefinedIfNull } from '../encode.ts'
import type { Session } from '../session.ts'
import type { LaneClaim, OutboxTarget } from '../store.ts'
import { type Params, prepared } from './prepared.ts'

/**
 * Takes lanes that are due: nobody else gets them before `untilUs`. Those of targets that are busy
 * are left alone. The longest due come first.
 */
export async function claimLanes(
  { db, dialect }: Session,
  { nowUs, untilUs, limit, except }: LaneClaim,
): Promise<OutboxLane[]> {
  const due = db
    .selectFrom('outbox_lanes as due')
    .select('due.pk')
    .where('due.due_at_us', '<=', nowUs)
    .where('due.leased_until_us', '<=', nowUs)
    .$if(except.length > 0, query =>
      query.where(({ and, or, not, eb }) =>
        not(
          or(
            except.map(({ appId, target }) =>
              and([eb('due.app_id', '=', appId), eb('due.target', '=', target)]),
            ),
          ),
        ),
      ),
    )
    .orderBy('due.due_at_us')
    .limit(limit)
    // Whoever adds to several lanes has them one after another: nobody is waited for here.
    .$if(dialect.name === 'postgres', query => query.forUpdate().skipLocked())
  const rows = await db
    .updateTable('outbox_lanes')
    .set({ leased_until_us: untilUs })
    .where('pk', 'in', due)
    .returning(['pk', 'app_id', 'target', 'lane'])
    .execute()
  return rows.map(row => ({ pk: row.pk, appId: row.app_id, target: row.target, lane: row.lane }))
}

const NEXT_DUE = prepared('outbox_next_due', (db, p: Params<{ nowUs: number }>) =>
  db
    .selectFrom('outbox_lanes')
    .select('due_at_us')
    .where('leased_until_us', '<=', p('nowUs'))
    .orderBy('due_at_us')
    .limit(1),
)

/** When the next lane that nobody has may be taken; undefined when there is none. */
export async function findNextDue(session: Session, nowUs: number): Promise<number | undefined> {
  return (await NEXT_DUE.first(session, { nowUs }))?.due_at_us
}

const ADDED = prepared('outbox_lane_added', (db, p: Params<{ lanePk: number }>) =>
  db.selectFrom('outbox_lanes').select('added').where('pk', '=', p('lanePk')),
)

const ENTRIES = prepared('outbox_entries', (db, p: Params<{ lanePk: number; limit: number }>) =>
  db.selectFrom('outbox').selectAll().where('lane_pk', '=', p('lanePk')).orderBy('pk').limit(p('limit')),
)

/** The first entries of a lane, and how many it ever had, counted before they were read. */
export async function readLane(
  session: Session,
  lanePk: number,
  limit: number,
): Promise<{ added: number; entries: QueuedEntry[] }> {
  const lane = await ADDED.first(session, { lanePk })
  const rows = await ENTRIES.all(session, { lanePk, limit })
  const entries = rows.map(row => ({
    pk: row.pk,
    id: row.id,
    type: row.type,
    payload: row.payload,
    attempts: row.attempts,
    progress: undefinedIfNull(row.progress),
    createdAtUs: row.created_at_us,
  }))
  return { added: lane?.added ?? 0, entries }
}

const DROP_LANE = prepared('outbox_drop_lane', (db, p: Params<{ lanePk: number; added: number }>) =>
  db.deleteFrom('outbox_lanes').where('pk', '=', p('lanePk')).where('added', '=', p('added')).returning('pk'),
)

/** Forgets a lane that was read empty; false when something was added since. */
export async function dropLane(session: Session, lanePk: number, added: number): Promise<boolean> {
  return (await DROP_LANE.first(session, { lanePk, added })) !== undefined
}

/**
 * Keeps lanes that are taken for longer. One that somebody is adding to is left for the next time:
 * waiting for several could end in waiting for each other.
 */
export async function extendLanes(
  { db, dialect }: Session,
  lanePks: readonly number[],
  untilUs: number,
): Promise<void> {
  const taken = db
    .selectFrom('outbox_lanes as taken')
    .select('taken.pk')
    .where('taken.pk', 'in', lanePks)
    // Given back meanwhile: it must not look taken.
    .where('taken.leased_until_us', '>', 0)
    .$if(dialect.name === 'postgres', query => query.forUpdate().skipLocked())
  await db.updateTable('outbox_lanes').set({ leased_until_us: untilUs }).where('pk', 'in', taken).execute()
}

/** Gives a lane back, to be taken again from a time on. */
export async function releaseLane({ db }: Session, lanePk: number, dueAtUs: number): Promise<void> {
  await db
    .updateTable('outbox_lanes')
    .set({ due_at_us: dueAtUs, leased_until_us: 0 })
    .where('pk', '=', lanePk)
    .execute()
}

const REMOVE = prepared('outbox_remove', (db, p: Params<{ pk: number }>) =>
  db.deleteFrom('outbox').where('pk', '=', p('pk')),
)

export async function removeFromOutbox(session: Session, pk: number): Promise<void> {
  await REMOVE.all(session, { pk })
}

/** Keeps how an entry stands. */
export async function updateOutbox(
  { db }: Session,
  pk: number,
  { attempts, progress }: Pick<QueuedEntry, 'attempts' | 'progress'>,
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ attempts, progress: textOrNull(progress) })
    .where('pk', '=', pk)
    .execute()
}

/** Moves when the lanes of a target are due: all to the same time, those due later only with `all`. */
export async function moveLanes(
  session: Session,
  { appId, target }: OutboxTarget,
  dueAtUs: number,
  which: 'sooner' | 'all',
): Promise<void> {
  await session.db
    .updateTable('outbox_lanes')
    .set({ due_at_us: dueAtUs })
    .where('app_id', '=', appId)
    .where('target', '=', target)
    .$if(which === 'sooner', query => query.where('due_at_us', '<', dueAtUs))
    .execute()
  // Some may be due now.
  session.addedToOutbox = true
}

/** Entries that wait for a target, counted up to a limit. */
export async function countWaiting(
  { db }: Session,
  { appId, target }: OutboxTarget,
  limit: number,
): Promise<number> {
  const some = db
    .selectFrom('outbox_lanes')
    .innerJoin('outbox', 'outbox.lane_pk', 'outbox_lanes.pk')
    .select('outbox.pk')
    .where('app_id', '=', appId)
    .where('target', '=', target)
    .limit(limit)
  const row = await db
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

/** Entries that wait for any target of an app, counted up to a limit. */
export async function countAllWaiting({ db }: Session, appId: number, limit: number): Promise<number> {
  const some = db
    .selectFrom('outbox_lanes')
    .innerJoin('outbox', 'outbox.lane_pk', 'outbox_lanes.pk')
    .select('outbox.pk')
    .where('app_id', '=', appId)
    .limit(limit)
  const row = await db
    .selectFrom(some.as('some'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirst()
  return Number(row?.count ?? 0)
}

export async function findFailingTarget(
  { db }: Session,
  { appId, target }: OutboxTarget,
): Promise<FailingTarget | undefined> {
  const row = await db
    .selectFrom('outbox_targets')
    .selectAll()
    .where('app_id', '=', appId)
    .where('target', '=', target)
    .executeTakeFirst()
  return (
    row && {
      appId,
      target,
      version: row.version,
      failures: row.failures,
      pausedUntilUs: undefinedIfNull(row.paused_until_us),
      error: row.error,
    }
  )
}

export async function saveFailingTarget({ db }: Session, failing: FailingTarget): Promise<void> {
  const { appId, target, version, failures, pausedUntilUs, error } = failing
  const state = {
    version: textOf(version),
    failures,
    paused_until_us: orNull(pausedUntilUs),
    error: textOf(error),
  }
  await db
    .insertInto('outbox_targets')
    .values({ app_id: appId, target, ...state })
    .onConflict(conflict => conflict.columns(['app_id', 'target']).doUpdateSet(state))
    .execute()
}

export async function forgetFailingTarget({ db }: Session, { appId, target }: OutboxTarget): Promise<void> {
  await db.deleteFrom('outbox_targets').where('app_id', '=', appId).where('target', '=', target).execute()
}

/** Of many who find a pause over, one gets to try: it moves the pause on. */
export async function claimProbe(
  { db }: Session,
  { appId, target }: OutboxTarget,
  nowUs: number,
  untilUs: number,
): Promise<boolean> {
  const row = await db
    .updateTable('outbox_targets')
    .set({ paused_until_us: untilUs })
    .where('app_id', '=', appId)
    .where('target', '=', target)
    .where('paused_until_us', '<=', nowUs)
    .returning('target')
    .executeTakeFirst()
  return row !== undefined
}
