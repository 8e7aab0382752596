import { type Selectable, sql } from 'kysely'
import type { Audience, LoggedEvent } from '../../domain/records.ts'
import { jsonText, textOf } from '../encode.ts'
import type { ChannelEventTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

function toEvent(row: Selectable<ChannelEventTable>): LoggedEvent {
  return {
    channelPk: row.channel_pk,
    seq: row.seq,
    atUs: row.at_us,
    type: row.type,
    frame: row.frame,
    audience: row.audience === null ? undefined : (JSON.parse(row.audience) as Audience),
  }
}

type EventArgs = {
  channelPk: number
  seq: number
  atUs: number
  type: string
  frame: string
  audience: string | null
}

const APPEND_EVENT = prepared('append_event', (db, p: Params<EventArgs>) =>
  db.insertInto('channel_events').values({
    channel_pk: p('channelPk'),
    seq: p('seq'),
    at_us: p('atUs'),
    type: p('type'),
    frame: p('frame'),
    audience: p('audience'),
  }),
)

export async function appendEvent(session: Session, event: LoggedEvent): Promise<void> {
  const { channelPk, seq, atUs, type, frame } = event
  const audience = event.audience ? jsonText(event.audience) : null
  await APPEND_EVENT.all(session, {
    channelPk,
    seq,
    atUs,
    type: textOf(type),
    frame: textOf(frame),
    audience,
  })
}

const AFTER_SEQ = prepared(
  'events_after_seq',
  (db, p: Params<{ channelPk: number; seq: number; limit: number }>) =>
    db
      .selectFrom('channel_events')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .where('seq', '>', p('seq'))
      .orderBy('seq')
      .limit(p('limit')),
)

export async function listEventsAfterSeq(
  session: Session,
  channelPk: number,
  seq: number,
  limit: number,
): Promise<LoggedEvent[]> {
  return (await AFTER_SEQ.all(session, { channelPk, seq, limit })).map(toEvent)
}

const AFTER_TIME = prepared(
  'events_after_time',
  (db, p: Params<{ channelPk: number; atUs: number; limit: number }>) =>
    db
      .selectFrom('channel_events')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .where('at_us', '>', p('atUs'))
      .orderBy('at_us')
      .limit(p('limit')),
)

export async function listEventsAfterTime(
  session: Session,
  channelPk: number,
  atUs: number,
  limit: number,
): Promise<LoggedEvent[]> {
  return (await AFTER_TIME.all(session, { channelPk, atUs, limit })).map(toEvent)
}

const OLDEST = prepared('oldest_event', (db, p: Params<{ channelPk: number }>) =>
  db
    .selectFrom('channel_events')
    .select(['seq', 'at_us'])
    .where('channel_pk', '=', p('channelPk'))
    .orderBy('seq')
    .limit(1),
)

export async function findOldestEvent(
  session: Session,
  channelPk: number,
): Promise<{ seq: number; atUs: number } | undefined> {
  const row = await OLDEST.first(session, { channelPk })
  return row && { seq: row.seq, atUs: row.at_us }
}

/** So many at most go at once: nobody else can write meanwhile. */
const PRUNED_AT_ONCE = 5000

/** The plus keeps to the index by `seq`, which finds nothing in the many channels that are small. */
export async function pruneEvents({ db }: Session, beforeUs: number, keep: number): Promise<number> {
  const { rows } = await sql<{ pk: number }>`
    delete from channel_events where pk in (
      select events.pk from channels join channel_events as events on events.channel_pk = channels.pk
      where channels.last_seq > ${keep} and events.seq <= channels.last_seq - ${keep} and +events.at_us < ${beforeUs}
      order by events.channel_pk, events.seq limit ${PRUNED_AT_ONCE})
    returning pk`.execute(db)
  return rows.length
}
