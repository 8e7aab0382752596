import { type RawBuilder, type SqlBool, sql } from 'kysely'

/** Whether a column has a guest's id, as `isGuestId` of `domain/user-ids.ts` knows them. */
export function isGuest(column: string): RawBuilder<SqlBool> {
  // The first half because `like` takes no notice of case in SQLite.
  return sql`(substr(${sql.ref(column)}, 1, 6) = 'guest-'
    and ${sql.ref(column)} like 'guest-________-____-____-____-____________-%')`
}
