import { type Compilable, type CompiledQuery, type Expression, type RawBuilder, sql } from 'kysely'
import type { Dialect, DialectName } from '../dialect.ts'
import type { Db } from '../schema.ts'
import type { Session, Statement } from '../session.ts'

/** Stands for a parameter while a query is compiled. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/** In a query: `p('userId')` is where that argument goes. */
export type Params<Args> = <Name extends keyof Args & string>(name: Name) => RawBuilder<Args[Name]>

interface Plan {
  readonly statement: Statement
  readonly values: readonly unknown[]
}

/** A query that is built and compiled once per dialect and then only given its arguments. */
export interface Prepared<Args, Row> {
  all(session: Session, args: Args): Promise<Row[]>
  first(session: Session, args: Args): Promise<Row | undefined>
  /**
   * How many rows it wrote; for queries that return none. SQLite gathers what a query returns of
   * its writing in a table made for that, which costs as much as the writing of a small row.
   */
  change(session: Session, args: Args): Promise<number>
}

/**
 * NOTE: the plus keeps SQLite from compiling a statement anew at every run. It does so for joins
 * and sorted queries whose bare parameters took part in planning, at 3 to 20 µs each time.
 */
const PARAMS: Readonly<Record<DialectName, Params<never>>> = {
  sqlite: name => sql`+${new Slot(name)}`,
  postgres: name => sql`${new Slot(name)}`,
}

/** For queries on the way of a message or a connection; `id` must be unique. */
export function prepared<Args extends object, Row>(
  id: string,
  build: (db: Db, p: Params<Args>, dialect: Dialect) => Compilable<Row>,
): Prepared<Args, Row> {
  const plans = new Map<DialectName, Plan>()
  const planFor = (session: Session): Plan => {
    const { name } = session.dialect
    let plan = plans.get(name)
    if (!plan) {
      const { sql: text, parameters } = build(
        session.db,
        PARAMS[name] as Params<Args>,
        session.dialect,
      ).compile()
      plan = { statement: { id, sql: text }, values: parameters }
      plans.set(name, plan)
    }
    return plan
  }
  const run = (session: Session, args: Args) => {
    const { statement, values } = planFor(session)
    return session.run(statement, bind(values, args as Record<string, unknown>))
  }
  const change = (session: Session, args: Args) => {
    const { statement, values } = planFor(session)
    return session.change(statement, bind(values, args as Record<string, unknown>))
  }
  return {
    all: async (session, args) => (await run(session, args)) as Row[],
    first: async (session, args) => ((await run(session, args)) as Row[])[0],
    change: async (session, args) => change(session, args),
  }
}

/** A query written as SQL, for `prepared`. */
export function written<Row>(db: Db, query: RawBuilder<unknown>): Compilable<Row> {
  return { compile: () => query.compile(db) as CompiledQuery<Row> }
}

/**
 * One statement for a list of arguments, a branch each, so that every branch stops at its own limit.
 * Rows come in the order of the list, and of each branch within. Compiled once per length of the list.
 */
export function preparedEach<Args extends object, Row>(
  id: string,
  build: (db: Db, p: Params<Args>, dialect: Dialect) => Compilable<Row> & Expression<Row>,
): (session: Session, each: readonly Args[]) => Promise<Row[]> {
  const byLength = new Map<number, Prepared<Record<string, unknown>, Row>>()
  const ofLength = (length: number) => {
    let known = byLength.get(length)
    if (!known) {
      known = prepared(`${id}_${length}`, (db, p: Params<Record<string, unknown>>, dialect) => {
        const branches = Array.from({ length }, (_, index) => {
          const branch = build(db, (name => p(`${name}${index}`)) as Params<Args>, dialect)
          return sql`select * from (${branch}) as ${sql.table(`branch${index}`)}`
        })
        const text = sql<Row>`${sql.join(branches, sql` union all `)}`
        return { compile: () => text.compile(db) as CompiledQuery<Row> }
      })
      byLength.set(length, known)
    }
    return known
  }
  return async (session, each) => {
    if (each.length === 0) return []
    const args: Record<string, unknown> = {}
    for (const [index, one] of each.entries()) {
      for (const [name, value] of Object.entries(one)) args[`${name}${index}`] = value
    }
    return ofLength(each.length).all(session, args)
  }
}

function bind(values: readonly unknown[], args: Record<string, unknown>): unknown[] {
  const bound = new Array<unknown>(values.length)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    bound[i] = value instanceof Slot ? args[value.name] : value
  }
  return bound
}
