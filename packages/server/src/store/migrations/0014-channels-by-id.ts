import { type Kysely, sql } from 'kysely'

/** Channels are asked for by an id alone, whatever their type. */
export async function addChannelsById(db: Kysely<unknown>): Promise<void> {
  await sql`create index channels_id on channels (app_id, id)`.execute(db)
}
