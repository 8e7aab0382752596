import type { Deps } from '../deps.ts'

/** What turning records into wire objects takes: who is online, and the time. */
export type WireDeps = Pick<Deps, 'hub' | 'clock'>
