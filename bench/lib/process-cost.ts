import { readdirSync, readFileSync } from 'node:fs'

/** CPU time a process and its threads have used so far, in microseconds (Linux). */
export function cpuUs(pid: number): number {
  let nanoseconds = 0
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
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

/** The processes of a PostgreSQL on this machine: nothing else of that name should run meanwhile. */
export function postgresPids(): number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter(pid => pid > 0 && commandOf(pid) === 'postgres')
}

function commandOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim()
  } catch {
    // It ended meanwhile.
    return undefined
  }
}
