import { Injectable, inject } from '@angular/core'
import { MatDialog } from '@angular/material/dialog'
import { MatSnackBar } from '@angular/material/snack-bar'
import { ApiError } from '../../../api/api-error'
import { askForBan } from '../../../bans/ask-for-ban'
import type { BanDone } from '../../../bans/ban-dialog'
import { Bans } from '../../../bans/bans'
import { Toasts } from '../../../ui/toasts'
import { FlagReports } from './flag-reports'
import type { FlagReport } from './flag-types'

/** How long a decision can be taken back with one press. */
const UNDO_MS = 12_000

type Undo = () => Promise<unknown>

/** Decides about reports; each decision can be taken back. Each tells whether it was made. */
@Injectable({ providedIn: 'root' })
export class Decisions {
  readonly #reports = inject(FlagReports)
  readonly #bans = inject(Bans)
  readonly #dialog = inject(MatDialog)
  readonly #bar = inject(MatSnackBar)
  readonly #toasts = inject(Toasts)

  dismiss(report: FlagReport, undone: () => void): Promise<boolean> {
    return this.#do('Dismiss', 'Dismissed', undone, async () => {
      await this.#reports.decide(report, 'dismiss')
      return [() => this.#reports.reopen(report)]
    })
  }

  deleteMessage(report: FlagReport, undone: () => void): Promise<boolean> {
    return this.#do('Delete the message', 'Message deleted', undone, async () => {
      const undo = await this.#deleteMessage(report)
      await this.#reports.decide(report, 'delete_message')
      return [...undo, () => this.#reports.reopen(report)]
    })
  }

  async ban(report: FlagReport, undone: () => void): Promise<boolean> {
    const done = await this.#askForBan(report)
    if (!done) return false
    const { userId, cid } = done.order
    if (done.order.deletes === 'hard') return this.#closeForGood(report, userId)
    const isMore = done.order.deletes === 'soft'
    const gone = done.deletesMessage ? ', message deleted' : isMore ? ', what they wrote deleted' : ''
    const what = `${userId} banned${gone}`
    return this.#do('Close the report', what, undone, async () => {
      const undo = done.deletesMessage ? await this.#deleteMessage(report) : []
      await this.#reports.decide(report, 'ban_user')
      return [() => this.#bans.lift(userId, cid), ...undo, () => this.#reports.reopen(report)]
    })
  }

  /** Nothing brings back what was deleted; with a message, the report of it may be gone already. */
  async #closeForGood(report: FlagReport, userId: string): Promise<boolean> {
    try {
      await this.#reports.decide(report, 'ban_user')
    } catch (error) {
      if (!(error instanceof ApiError && error.status === 404)) this.#toasts.failed(error, 'Close the report')
    }
    this.#toasts.done(`${userId} banned, what they wrote deleted for good`)
    return true
  }

  async #deleteMessage({ message, message_user_id }: FlagReport): Promise<Undo[]> {
    if (!message || message.type === 'deleted') return []
    await this.#reports.deleteMessage(message)
    return [() => this.#reports.undeleteMessage(message, message_user_id)]
  }

  #askForBan({
    message,
    channel_cid: cid,
    message_user_id: userId,
  }: FlagReport): Promise<BanDone | undefined> {
    const hasMessage = message !== undefined && message !== null && message.type !== 'deleted'
    return askForBan(this.#dialog, { userId, hasMessage, ...(cid !== undefined && { cid }) })
  }

  async #do(what: string, done: string, undone: () => void, act: () => Promise<Undo[]>): Promise<boolean> {
    try {
      const undo = await act()
      this.#offer(done, undo, undone)
      return true
    } catch (error) {
      this.#toasts.failed(error, what)
      return false
    }
  }

  #offer(done: string, undo: readonly Undo[], undone: () => void): void {
    const bar = this.#bar.open(done, 'Undo', { duration: UNDO_MS })
    bar.onAction().subscribe(() => void this.#takeBack(undo, undone))
  }

  async #takeBack(undo: readonly Undo[], undone: () => void): Promise<void> {
    try {
      for (const step of undo) await step()
      this.#toasts.done('Taken back: the report is open again')
    } catch (error) {
      this.#toasts.failed(error, 'Take it back')
    }
    undone()
  }
}
