import { hasRole } from '../../domain/admins.ts'
import type { AppRecord } from '../../domain/records.ts'
import type { LiveSample } from '../../util/live.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'

/** More wait rarely, and how many more is of no use to anybody. */
const COUNTED_TO = 10_000
/** Rates are of so many seconds. */
const RATE_SECONDS = 10

/**
 * What the app does right now, on this node. `since` is the second of the latest sample that the
 * caller has: only later ones are told.
 */
export async function showLive(
  { store, hub, auth, metrics, clock }: AdminDeps,
  { admin }: AdminActor,
  app: AppRecord,
  since = 0,
) {
  const { polling, users, channels, ...connections } = hub.liveCounts(app.id)
  const live = metrics.live.of(app.id)
  const times = live.times()
  return {
    at: toRfc3339(clock()),
    connections: { ...connections, websocket: connections.total - polling, longpoll: polling },
    users_online: users,
    channels_watched: channels,
    ...ratesOf(live.samples.slice(-RATE_SECONDS)),
    // From the request of a send to its event being handed to the watchers' sockets; the commit is between.
    send_to_deliver_ms: {
      sends: times.count,
      p50: rounded(times.within(0.5)),
      p99: rounded(times.within(0.99)),
      seconds: 60,
    },
    auth_failures_per_minute: auth.failureLog.countInMinute(app.key),
    outbox_waiting: await store.read.countAllWaiting(app.id, COUNTED_TO),
    slow_receivers_dropped: live.dropped,
    samples: live.samples.filter(({ second }) => second > since).map(showSample),
    process: hasRole(admin, 'owner') ? processNow(metrics.live.processorShare) : null,
  }
}

function ratesOf(samples: readonly LiveSample[]) {
  const [first] = samples
  const last = samples.at(-1)
  const seconds = first && last ? last.second - first.second + 1 : 1
  const rate = (what: 'events' | 'deliveries' | 'messages' | 'requests') =>
    Math.round((samples.reduce((sum, sample) => sum + sample[what], 0) / seconds) * 10) / 10
  return {
    events_per_second: rate('events'),
    deliveries_per_second: rate('deliveries'),
    messages_per_second: rate('messages'),
    requests_per_second: rate('requests'),
    rate_seconds: RATE_SECONDS,
  }
}

function showSample({ p99, ...counts }: LiveSample) {
  return { ...counts, p99_ms: rounded(p99) }
}

function processNow(processorShare: number) {
  return {
    memory_bytes: process.memoryUsage.rss(),
    processor_share: Math.round(processorShare * 1000) / 1000,
    uptime_seconds: Math.round(process.uptime()),
  }
}

function rounded(ms: number | undefined): number | null {
  return ms === undefined ? null : Math.round(ms * 100) / 100
}
