import { TEAM_USAGE_MAX_DAYS } from '@parley/protocol'
import { dayOf } from '../../domain/stats.ts'
import type { TeamPeak } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

const DAY_US = 86_400_000_000
/** A year of days, and the windows of 30 that end on the first of them. */
const KEPT_DAYS = TEAM_USAGE_MAX_DAYS + 60
const AT_ONCE = 500
/** Activity is written down some seconds after it happened. */
const LATE_US = 60_000_000

type SampleDeps = Pick<Deps, 'store' | 'hub' | 'clock'>

/** Notes who was active since then, on their days, and how many of each team are connected now. */
export async function sampleUsage(
  { store, hub, clock }: SampleDeps,
  appId: number,
  sinceUs: number,
): Promise<void> {
  const nowUs = clock()
  const today = dayOf(nowUs)
  const peaks = await teamPeaks({ store, hub }, appId)
  await store.transaction(async tx => {
    for (let day = dayOf(sinceUs); day <= today; day++) {
      const fromUs = Math.max(sinceUs, day * DAY_US)
      await tx.recordActiveDay(appId, day, fromUs, (day + 1) * DAY_US)
    }
    await tx.recordTeamPeaks(appId, today, peaks)
  })
}

async function teamPeaks({ store, hub }: Pick<Deps, 'store' | 'hub'>, appId: number): Promise<TeamPeak[]> {
  const connected = [...hub.connectionCounts(appId)]
  const peaks = new Map<string, { users: number; connections: number }>()
  for (let at = 0; at < connected.length; at += AT_ONCE) {
    const some = new Map(connected.slice(at, at + AT_ONCE))
    for (const { id, teams } of await store.read.findUsers(appId, [...some.keys()])) {
      for (const team of teams.length === 0 ? [''] : teams) {
        const { users = 0, connections = 0 } = peaks.get(team) ?? {}
        peaks.set(team, { users: users + 1, connections: connections + (some.get(id) ?? 0) })
      }
    }
  }
  return [...peaks].map(([team, peak]) => ({ team, ...peak }))
}

const startOfDay = (atUs: number): number => dayOf(atUs) * DAY_US

/** Notes it for all apps that have teams; each call goes on where the one before ended. */
export function usageSampler(deps: SampleDeps): () => Promise<void> {
  let sinceUs = startOfDay(deps.clock())
  return async () => {
    const nowUs = deps.clock()
    for (const app of await deps.store.read.listApps()) {
      if (app.settings.multi_tenant_enabled === true) await sampleUsage(deps, app.id, sinceUs)
    }
    await deps.store.transaction(tx => tx.pruneActiveDays(dayOf(nowUs) - KEPT_DAYS))
    sinceUs = nowUs - LATE_US
  }
}
