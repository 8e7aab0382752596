import { type SelectQueryBuilder, sql } from 'kysely'
import type { AppRecord, ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText } from '../encode.ts'
import type { Tables } from '../schema.ts'
import type { Session } from '../session.ts'
import { toApp } from './apps.ts'
import { toChannel } from './channels.ts'
import { toMessage } from './messages.ts'
import { type Params, prepared } from './prepared.ts'
import { toUser } from './users.ts'

/*
 * Finding what is about to be changed (`Tx`): the row is the transaction's own until it ends, and is
 * read as the one before it left it. SQLite runs one transaction at a time and needs no more than that.
 *
 * NOTE: everybody takes rows in one order, so that no two wait for each other: polls, users, channels
 * by their numbers, then what hangs on a channel, then the outbox's lanes, then the app.
 */

type Select<Table extends keyof Tables, Row> = SelectQueryBuilder<Tables, Table, Row>

function held<Table extends keyof Tables, Row>(
  { name }: Dialect,
  rows: Select<Table, Row>,
): Select<Table, Row> {
  return name === 'postgres' ? rows.forNoKeyUpdate() : rows
}

const HOLD_APP = prepared('hold_app', (db, p: Params<{ key: string }>, dialect) =>
  held(dialect, db.selectFrom('apps').selectAll().where('key', '=', p('key'))),
)

export async function holdApp(session: Session, key: string): Promise<AppRecord | undefined> {
  const row = await HOLD_APP.first(session, { key })
  return row && toApp(row)
}

const HOLD_USER = prepared('hold_user', (db, p: Params<{ appId: number; userId: string }>, dialect) =>
  held(
    dialect,
    db.selectFrom('users').selectAll().where('app_id', '=', p('appId')).where('id', '=', p('userId')),
  ),
)

export async function holdUser(
  session: Session,
  appId: number,
  userId: string,
): Promise<UserRecord | undefined> {
  const row = await HOLD_USER.first(session, { appId, userId })
  return row && toUser(row)
}

const HOLD_CHANNEL = prepared('hold_channel', (db, p: Params<{ appId: number; cid: string }>, dialect) =>
  held(
    dialect,
    db.selectFrom('channels').selectAll().where('app_id', '=', p('appId')).where('cid', '=', p('cid')),
  ),
)

export async function holdChannel(
  session: Session,
  appId: number,
  type: string,
  id: string,
): Promise<ChannelRecord | undefined> {
  const row = await HOLD_CHANNEL.first(session, { appId, cid: `${type}:${id}` })
  return row && toChannel(row)
}

const HOLD_CHANNELS = prepared('hold_channels', (db, p: Params<{ appId: number; cids: string }>, dialect) =>
  held(
    dialect,
    db
      .selectFrom('channels')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where(dialect.isAmong(sql`channels.cid`, p('cids')))
      .orderBy('pk'),
  ),
)

export async function holdChannels(
  session: Session,
  appId: number,
  cids: readonly string[],
): Promise<ChannelRecord[]> {
  if (cids.length === 0) return []
  return (await HOLD_CHANNELS.all(session, { appId, cids: jsonText(cids) })).map(toChannel)
}

const HOLD_CHANNEL_BY_PK = prepared('hold_channel_by_pk', (db, p: Params<{ pk: number }>, dialect) =>
  held(dialect, db.selectFrom('channels').selectAll().where('pk', '=', p('pk'))),
)

export async function holdChannelByPk(session: Session, pk: number): Promise<ChannelRecord | undefined> {
  const row = await HOLD_CHANNEL_BY_PK.first(session, { pk })
  return row && toChannel(row)
}

/**
 * The channel is taken before the message, in the order of `of`: whoever changes messages has their
 * channel.
 */
const HOLD_MESSAGE = prepared(
  'hold_message',
  (db, p: Params<{ appId: number; messageId: string }>, { name }) => {
    const message = db
      .selectFrom('messages')
      .selectAll('messages')
      .where('messages.app_id', '=', p('appId'))
      .where('messages.id', '=', p('messageId'))
    if (name === 'sqlite') return message
    return message
      .innerJoin('channels', 'channels.pk', 'messages.channel_pk')
      .forNoKeyUpdate(['channels', 'messages'])
  },
)

export async function holdMessage(
  session: Session,
  appId: number,
  messageId: string,
): Promise<MessageRecord | undefined> {
  const row = await HOLD_MESSAGE.first(session, { appId, messageId })
  return row && toMessage(row)
}
