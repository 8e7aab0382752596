import type { Announcement } from '../../bus/bus.ts'
import type { App } from '../../domain/app.ts'
import type { ReminderRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { loadReminded, showReminders } from './show-reminders.ts'
import { tellReminder } from './tell-reminder.ts'

/** How often it is looked whether a reminder is due; a look is one step of an index. */
const LOOK_EVERY_MS = 1_000
/** So many in one transaction, so that nobody waits for long. */
const AT_ONCE = 50

/**
 * Tells of reminders when they are due, until disposed of. Each is claimed in the database first,
 * so that of several nodes one tells it, also of what came due while none ran.
 */
export class DueReminders implements AsyncDisposable {
  readonly #deps: Deps
  readonly #timer: ReturnType<typeof setInterval>
  #looking: Promise<void> | undefined
  #stopped = false

  constructor(deps: Deps) {
    this.#deps = deps
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS)
    this.#timer.unref()
    this.#look()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    await this.#looking
  }

  #look(): void {
    this.#looking ??= this.#tellAll()
      .catch((error: unknown) => {
        this.#deps.log.error({ err: error }, 'reminders could not be told; it will be tried again')
      })
      .finally(() => {
        this.#looking = undefined
      })
  }

  async #tellAll(): Promise<void> {
    const { store, clock, apps } = this.#deps
    while (!this.#stopped) {
      const next = await store.read.findNextDueReminder()
      if (!next || next.dueAtUs > clock()) return
      // Nothing to claim: another node has them.
      if ((await this.#tellSome(await apps.get(next.appId))) === 0) return
    }
  }

  async #tellSome(app: App): Promise<number> {
    const { store, clock } = this.#deps
    const { claimed } = await store.transaction(
      async tx => {
        const due = await tx.claimDueReminders(app.id, clock(), AT_ONCE)
        const told: Announcement[] = []
        for (const reminder of due) {
          const announcement = await this.#tell(tx, app, reminder)
          if (announcement) told.push(announcement)
        }
        return { claimed: due.length, told }
      },
      ({ told }) => announceAll(this.#deps, told),
    )
    return claimed
  }

  /** Who may not read the message any more is not told of it; a deleted one needs no reminding. */
  async #tell(tx: Tx, app: App, reminder: ReminderRecord): Promise<Announcement | undefined> {
    const user = (await tx.findUsers(app.id, [reminder.userId]))[0]
    if (!user || user.deletedAtUs !== undefined) return undefined
    const [reminded] = await loadReminded(tx, { kind: 'user', app, user }, user, [reminder])
    if (!reminded || reminded.message.deletedAtUs !== undefined) return undefined
    const [shown] = await showReminders(this.#deps, tx, user, [reminded])
    if (!shown) return undefined
    const source = { kind: 'server', app } as const
    return tellReminder(this.#deps, tx, source, 'notification.reminder_due', user, reminded, shown)
  }
}
