import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatSnackBar } from '@angular/material/snack-bar'
import { RouterLink } from '@angular/router'
import type { Ban } from '@parley/client'
import { CurrentApp } from '../../../api/current-app'
import { askForBan } from '../../../bans/ask-for-ban'
import { type BanOrder, Bans } from '../../../bans/bans'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { growing } from '../../../ui/list/growing'
import { type Piece, pieceOf } from '../../../ui/list/piece'
import { SearchBox } from '../../../ui/list/search-box'
import { ShowMore } from '../../../ui/list/show-more'
import { PageHeader } from '../../../ui/page-header'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'
import { ModerationTabs } from '../moderation-tabs'
import { FutureBans } from './future-bans'

const PAGE = 50
const UNDO_MS = 12_000
const MINUTE_MS = 60_000

/** Who may not write, where, and until when. */
@Component({
  imports: [
    EmptyState,
    ErrorPanel,
    FutureBans,
    MatButton,
    ModerationTabs,
    PageHeader,
    RouterLink,
    SearchBox,
    ShowMore,
    StatusChip,
    TimeText,
  ],
  templateUrl: './bans-page.html',
  styleUrl: './bans-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BansPage {
  readonly #bans = inject(Bans)
  readonly #dialog = inject(MatDialog)
  readonly #bar = inject(MatSnackBar)
  readonly #toasts = inject(Toasts)
  protected readonly key = inject(CurrentApp).key()
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly userId = signal('')
  protected readonly cid = signal('')
  protected readonly bans = growing(before => this.#page(before))
  protected readonly isFiltered = computed(() => this.userId() !== '' || this.cid() !== '')

  protected clear(): void {
    this.userId.set('')
    this.cid.set('')
  }

  protected async ban(): Promise<void> {
    const done = await askForBan(this.#dialog, {})
    if (!done) return
    this.#toasts.done(`${done.order.userId} is banned`)
    await this.bans.reload()
  }

  protected async lift(ban: Ban): Promise<void> {
    try {
      await this.#bans.lift(ban.user.id, ban.channel?.cid)
      const bar = this.#bar.open(`The ban of ${ban.user.id} is lifted`, 'Undo', { duration: UNDO_MS })
      bar.onAction().subscribe(() => void this.#banAgain(ban))
    } catch (error) {
      this.#toasts.failed(error, 'Lift the ban')
    }
    await this.bans.reload()
  }

  async #banAgain({ user, channel, reason = '', expires, shadow }: Ban): Promise<void> {
    const leftMs = expires === undefined ? 0 : Date.parse(expires) - Date.now()
    const minutes = expires === undefined ? 0 : Math.max(1, Math.round(leftMs / MINUTE_MS))
    const order: BanOrder = {
      userId: user.id,
      cid: channel?.cid,
      minutes,
      reason,
      isShadow: shadow,
      hasAddresses: false,
      deletes: '',
    }
    try {
      await this.#bans.ban(order)
      this.#toasts.done(`${user.id} is banned again`)
    } catch (error) {
      this.#toasts.failed(error, 'Ban again')
    }
    await this.bans.reload()
  }

  async #page(before: string | undefined): Promise<Piece<Ban>> {
    const wanted = { userId: this.userId(), cid: this.cid(), limit: PAGE + 1, before }
    return pieceOf(await this.#bans.find(wanted), PAGE, ({ created_at }) => created_at)
  }
}
