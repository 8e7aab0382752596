import { eraseApps } from './actions/apps/delete-app.ts'
import { sweepBans } from './actions/bans/sweep-bans.ts'
import { sweepChannelMutes } from './actions/channel-mutes/sweep-channel-mutes.ts'
import type { Deps } from './actions/deps.ts'
import { purgeFiles } from './actions/files/purge-files.ts'
import { pruneMessages } from './actions/messages/prune-messages.ts'
import { sweepPending } from './actions/messages/sweep-pending.ts'
import { sweepMutes } from './actions/mutes/sweep-mutes.ts'
import { tellDueReminders } from './actions/reminders/due-reminders.ts'
import { indexAll } from './actions/search/search-index.ts'
import { usageSampler } from './actions/stats/sample-usage.ts'
import { pruneLogs } from './actions/sync/prune-logs.ts'
import { pruneTasks } from './actions/tasks/prune-tasks.ts'
import { TaskRunner } from './actions/tasks/task-runner.ts'
import { messageCounter, pruneUsage } from './actions/usage/count-messages.ts'
import { sweepAdminSessions } from './auth/admin-sessions.ts'
import { pruneHooks, startHooks } from './hooks/start-hooks.ts'
import { type Repeated, repeat } from './util/repeat.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60_000
const HOUR_MS = 3_600_000

/** What goes on beside requests, until disposed of: what was left to do, what is due, what is old. */
export async function startBackground(deps: Deps): Promise<AsyncDisposable> {
  // What an earlier life was at when it was killed waits for nobody.
  if (!deps.store.shared) await deps.store.transaction(tx => tx.freeLeases())
  const patient: Deps = { ...deps, store: deps.store.patient }
  const running: AsyncDisposable[] = [startHooks(deps), new TaskRunner(patient)]
  for (const job of jobsOf(patient)) running.push(repeat(deps.log, job))
  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(running.map(each => each[Symbol.asyncDispose]()))
    },
  }
}

function jobsOf(deps: Deps): Repeated[] {
  return [
    { everyMs: SECOND_MS, what: 'indexing words', run: signal => indexAll(deps, signal) },
    { everyMs: SECOND_MS, what: 'telling of due reminders', run: signal => tellDueReminders(deps, signal) },
    { everyMs: 2 * SECOND_MS, what: 'lifting bans that ran out', run: signal => sweepBans(deps, signal) },
    { everyMs: 2 * SECOND_MS, what: 'lifting mutes that ran out', run: signal => sweepMutes(deps, signal) },
    {
      everyMs: 2 * SECOND_MS,
      what: 'lifting mutes of channels that ran out',
      run: signal => sweepChannelMutes(deps, signal),
    },
    { everyMs: 5 * SECOND_MS, what: 'erasing deleted apps', run: signal => eraseApps(deps, signal) },
    { everyMs: 5 * SECOND_MS, what: 'dropping pending messages', run: signal => sweepPending(deps, signal) },
    { everyMs: MINUTE_MS, what: 'throwing files away', run: signal => purgeFiles(deps, signal) },
    { everyMs: 2 * SECOND_MS, what: 'counting messages', run: messageCounter(deps) },
    { everyMs: MINUTE_MS, what: 'noting the use of teams', run: usageSampler(deps) },
    { everyMs: HOUR_MS, what: 'deleting what is kept no longer', run: signal => pruneMessages(deps, signal) },
    { everyMs: HOUR_MS, what: 'forgetting sessions of the dashboard', run: () => sweepAdminSessions(deps) },
    { everyMs: HOUR_MS, what: 'pruning logs', run: signal => pruneLogs(deps, signal) },
    { everyMs: HOUR_MS, what: 'forgetting old usage', run: () => pruneUsage(deps) },
    { everyMs: HOUR_MS, what: 'pruning tasks', run: signal => pruneTasks(deps, signal) },
    { everyMs: HOUR_MS, what: 'pruning dead letters', run: signal => pruneHooks(deps, signal) },
  ]
}
