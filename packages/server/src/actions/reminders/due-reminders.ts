import type { Announcement } from '../../bus/bus.ts'
import type { App } from '../../domain/app.ts'
import type { ReminderRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { loadReminded, showReminders } from './show-reminders.ts'
import { tellReminder } from './tell-reminder.ts'

/** So many in one transaction, so that nobody waits for long. */
const AT_ONCE = 50

/**
 * Tells of the reminders that are due by now. Each is claimed in the database first, so that of several
 * nodes one tells it, also of what came due while none ran. A look that finds none is one step of an index.
 */
export async function tellDueReminders(deps: Deps, signal: AbortSignal): Promise<void> {
  const { store, clock, apps } = deps
  while (!signal.aborted) {
    const next = await store.read.findNextDueReminder()
    if (!next || next.dueAtUs > clock()) return
    // Nothing to claim: another node has them.
    if ((await tellSome(deps, await apps.get(next.appId))) === 0) return
  }
}

async function tellSome(deps: Deps, app: App): Promise<number> {
  const { claimed } = await deps.store.transaction(
    async tx => {
      const due = await tx.claimDueReminders(app.id, deps.clock(), AT_ONCE)
      const told: Announcement[] = []
      for (const reminder of due) {
        const announcement = await tell(deps, tx, app, reminder)
        if (announcement) told.push(announcement)
      }
      return { claimed: due.length, told }
    },
    ({ told }) => announceAll(deps, told),
  )
  return claimed
}

/** Who may not read the message any more is not told of it; a deleted one needs no reminding. */
async function tell(
  deps: Deps,
  tx: Tx,
  app: App,
  reminder: ReminderRecord,
): Promise<Announcement | undefined> {
  const user = (await tx.findUsers(app.id, [reminder.userId]))[0]
  if (!user || user.deletedAtUs !== undefined) return undefined
  // Of many channels, and nothing of theirs is changed.
  const [reminded] = await loadReminded(tx.unheld, { kind: 'user', app, user }, user, [reminder])
  if (!reminded || reminded.message.deletedAtUs !== undefined) return undefined
  const [shown] = await showReminders(deps, tx, user, [reminded])
  if (!shown) return undefined
  const source = { kind: 'server', app } as const
  return tellReminder(deps, tx, source, 'notification.reminder_due', user, reminded, shown)
}
