import { type Kysely, sql } from 'kysely'

/** Mutes of channels are looked for when they run out. */
export async function addEndsOfChannelMutes(db: Kysely<unknown>): Promise<void> {
  await sql`create index channel_mutes_expiring on channel_mutes (expires_at_us) where expires_at_us is not null`.execute(
    db,
  )
}
