import { readdirSync, readFileSync } from 'node:fs'

/** CPU time a process and its threads have used so far, in microseconds (Linux). */
export function cpuUs(pid: number): number {
  let nanoseconds = 0
  for (const thread of threadsOf(pid)) {
    nanoseconds += Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0])
  }
  return nanoseconds / 1000
}

/** Resident memory of a process in bytes (Linux). */
export function residentBytes(pid: number): number {
  const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line?.[1] ?? Number.NaN) * 1024
}

/** Waits until resident memory has stopped moving, and returns it. */
export async function settledBytes(pid: number): Promise<number> {
  let last = residentBytes(pid)
  for (let still = 0; still < 4; ) {
    await Bun.sleep(250)
    const now = residentBytes(pid)
    still = Math.abs(now - last) < 256 * 1024 ? still + 1 : 0
    last = now
  }
  return last
}

/** The processes that PostgreSQL has for connections to this database, on this machine. */
export function postgresPids(databaseUrl: string): number[] {
  const name = new URL(databaseUrl).pathname.slice(1)
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && titleOf(pid).startsWith('postgres:') && titleOf(pid).includes(name))
}

function titleOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    // It ended meanwhile.
    return ''
  }
}

/** None of a process that ended. */
function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}
