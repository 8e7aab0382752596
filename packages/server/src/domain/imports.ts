import type { ImportMode, ImportResult, ImportState, ImportTaskChange } from '@parley/protocol'
import { toRfc3339 } from '../util/time.ts'

/** An import and how far it is. */
export interface ImportRecord {
  readonly id: string
  readonly appId: number
  readonly path: string
  readonly mode: ImportMode
  readonly mergeCustom: boolean
  readonly state: ImportState
  readonly sizeBytes: number
  readonly result: ImportResult | undefined
  readonly history: readonly ImportTaskChange[]
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** The import a step further. */
export function inState(
  record: ImportRecord,
  state: ImportState,
  atUs: number,
  result: ImportResult | undefined = record.result,
): ImportRecord {
  const change: ImportTaskChange = {
    created_at: toRfc3339(atUs),
    prev_state: record.state,
    next_state: state,
  }
  return { ...record, state, result, history: [...record.history, change], updatedAtUs: atUs }
}

/** Times that nobody has taken yet: each that is taken moves on by a microsecond, since no two messages of a channel share one. */
export function freeTimes(wanted: readonly number[], taken: ReadonlySet<number>): number[] {
  const used = new Set(taken)
  return wanted.map(time => {
    let free = time
    while (used.has(free)) free++
    used.add(free)
    return free
  })
}
