import type { Json } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import type { TaskKindName } from './kinds.ts'

/** What a task begins with: plain JSON, as its kind takes it. */
export interface NewTask {
  readonly appId: number
  readonly kind: TaskKindName
  readonly input: Json
}

/** Puts a task in the queue together with what the transaction writes; follow with `wakeTasks` after the commit. */
export async function insertTask(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  { appId, kind, input }: NewTask,
): Promise<string> {
  const nowUs = deps.clock()
  const id = Bun.randomUUIDv7()
  await tx.insertTask({
    id,
    appId,
    kind,
    input,
    status: 'waiting',
    result: undefined,
    error: undefined,
    attempts: 0,
    createdAtUs: nowUs,
    updatedAtUs: nowUs,
  })
  return id
}

/** Has the runners look at once; they look by themselves, too, only not so soon. */
export function wakeTasks(deps: Pick<Deps, 'bus'>): void {
  deps.bus.publish({ to: 'nodes', control: { kind: 'task' } })
}

/**
 * Puts a task in the queue and returns its id. `within` runs in the same transaction, for what must be
 * seen at once; a task is there only when that succeeded.
 */
export function startTask(
  deps: Pick<Deps, 'bus' | 'clock' | 'store'>,
  task: NewTask,
  within?: (tx: Tx) => Promise<void>,
): Promise<string> {
  return deps.store.transaction(
    async tx => {
      await within?.(tx)
      return insertTask(deps, tx, task)
    },
    () => wakeTasks(deps),
  )
}
