import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSnackBar } from '@angular/material/snack-bar'
import { RouterLink } from '@angular/router'
import type { Ban } from '@parley/client'
import { CurrentApp } from '../../../api/current-app'
import { askForBan } from '../../../bans/ask-for-ban'
import { type BanOrder, Bans } from '../../../bans/bans'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { PageHeader } from '../../../ui/page-header'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'
import { ModerationTabs } from '../moderation-tabs'

const PAGE = 50
const UNDO_MS = 12_000
const MINUTE_MS = 60_000

/** Who may not write, where, and until when. */
@Component({
  imports: [
    EmptyState,
    ErrorPanel,
    MatButton,
    MatFormFieldModule,
    MatInput,
    ModerationTabs,
    PageHeader,
    RouterLink,
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
  /** What is asked for; the boxes hold what is typed until it is searched. */
  protected readonly userId = signal('')
  protected readonly cid = signal('')
  protected readonly first = loaded(() => this.#page(undefined))
  readonly #more = signal<readonly Ban[]>([])
  protected readonly mayBeMore = signal(true)
  protected readonly bans = computed(() => [...(this.first.value() ?? []), ...this.#more()])
  protected readonly isFiltered = computed(() => this.userId() !== '' || this.cid() !== '')
  protected readonly pageSize = PAGE

  protected search(event: Event, userId: string, cid: string): void {
    event.preventDefault()
    this.#more.set([])
    this.mayBeMore.set(true)
    this.userId.set(userId.trim())
    this.cid.set(cid.trim())
  }

  protected async showMore(): Promise<void> {
    try {
      const page = await this.#page(this.bans().at(-1)?.created_at)
      this.#more.update(more => [...more, ...page])
      this.mayBeMore.set(page.length === PAGE)
    } catch (error) {
      this.#toasts.failed(error, 'Show more')
    }
  }

  protected async ban(): Promise<void> {
    const done = await askForBan(this.#dialog, {})
    if (!done) return
    this.#toasts.done(`${done.order.userId} is banned`)
    await this.#reload()
  }

  protected async lift(ban: Ban): Promise<void> {
    try {
      await this.#bans.lift(ban.user.id, ban.channel?.cid)
      const bar = this.#bar.open(`The ban of ${ban.user.id} is lifted`, 'Undo', { duration: UNDO_MS })
      bar.onAction().subscribe(() => void this.#banAgain(ban))
    } catch (error) {
      this.#toasts.failed(error, 'Lift the ban')
    }
    await this.#reload()
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
    await this.#reload()
  }

  #page(before: string | undefined): Promise<readonly Ban[]> {
    return this.#bans.find({ userId: this.userId(), cid: this.cid(), limit: PAGE, before })
  }

  async #reload(): Promise<void> {
    this.#more.set([])
    this.mayBeMore.set(true)
    await this.first.reload()
  }
}
