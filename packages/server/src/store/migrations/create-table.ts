import type { ColumnDefinitionBuilder, Kysely, RawBuilder } from 'kysely'
import type { Dialect } from '../dialect.ts'

type ColumnType = 'text' | 'bigint' | 'integer' | RawBuilder<unknown>

/** A table that a migration makes. */
export interface Table {
  readonly name: string
  /** Not null unless it says so. */
  readonly columns: readonly (readonly [name: string, type: ColumnType, nullable?: 'null'])[]
  /** The primary key, where no column is one by itself. */
  readonly key?: readonly string[]
  /** Rows so short that SQLite keeps them in the key's own tree. */
  readonly small?: true
}

export async function createTable(
  db: Kysely<unknown>,
  dialect: Dialect,
  { name, columns, key, small }: Table,
): Promise<void> {
  let builder = db.schema.createTable(name)
  for (const [column, type, nullable] of columns) {
    const withNull = (definition: ColumnDefinitionBuilder) => (nullable ? definition : definition.notNull())
    builder = builder.addColumn(column, type, withNull)
  }
  if (key) builder = builder.addPrimaryKeyConstraint(`${name}_pkey`, key as never[])
  if (small) builder = builder.modifyEnd(dialect.clustered)
  await builder.execute()
}
