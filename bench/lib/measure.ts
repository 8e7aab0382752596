import { cpuUs } from './process-cost.ts'

export interface Cost {
  readonly operations: number
  readonly perSecond: number
  /** CPU of the server process, all its threads, per operation. */
  readonly cpuUs: number
}

/** Runs `work`, which returns how many operations it did, and reads what they cost the process. */
export async function measure(pid: number, work: () => Promise<number>): Promise<Cost> {
  const cpuBefore = cpuUs(pid)
  const startedAt = performance.now()
  const operations = await work()
  const seconds = (performance.now() - startedAt) / 1000
  return { operations, perSecond: operations / seconds, cpuUs: (cpuUs(pid) - cpuBefore) / operations }
}
