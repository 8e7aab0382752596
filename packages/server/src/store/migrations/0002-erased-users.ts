import type { Kysely } from 'kysely'

/** Tells who was deleted for good from who can be restored. */
export async function addErasedUsers(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('users').addColumn('erased_at_us', 'bigint').execute()
}
