import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatButtonToggleModule } from '@angular/material/button-toggle'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { Api, path } from '../../../api/api'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { PageHeader } from '../../../ui/page-header'
import { Snippets } from '../../../ui/snippets'
import { AutoRefresh, REFRESH_MS } from '../auto-refresh'
import { AskedHooks } from './asked-hooks'
import { DeadLetters } from './dead-letters'
import { Deliveries } from './deliveries'
import { HookRow } from './hook-row'
import type { HookDeliveries, HookView } from './hook-types'
import { Hooks } from './hooks'
import { VERIFY_SNIPPETS } from './verify-snippets-code'

/** Where the app's events go, how that is going, and what to do where it is not. */
@Component({
  imports: [
    AskedHooks,
    AutoRefresh,
    DeadLetters,
    Deliveries,
    EmptyState,
    ErrorPanel,
    HookRow,
    MatButton,
    MatButtonToggleModule,
    PageHeader,
    Snippets,
  ],
  templateUrl: './webhooks-page.html',
  styleUrl: './webhooks-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WebhooksPage {
  readonly #api = inject(Api)
  readonly #hooks = inject(Hooks)
  readonly #dialog = inject(MatDialog)
  readonly #key = inject(CurrentApp).key()
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly isLive = signal(true)
  /** Whose deliveries are shown; `''` for all. */
  protected readonly hook = signal('')
  protected readonly snippets = VERIFY_SNIPPETS
  protected readonly shown = signal<'deliveries' | 'dead'>('deliveries')
  readonly #everyMs = computed(() => (this.isLive() ? REFRESH_MS : 0))
  protected readonly all = loaded(() => this.#hooks.list(), { everyMs: this.#everyMs })
  protected readonly counts = loaded(
    () => this.#api.get<HookDeliveries>(path`/apps/${this.#key}/hook_deliveries`, { limit: 1 }),
    { everyMs: this.#everyMs },
  )
  protected readonly hooks = computed(() => this.all.value()?.hooks ?? [])

  protected countOf(id: string) {
    return this.counts.value()?.hooks.find(count => count.hook === id)
  }

  protected showDeliveries(id: string, log: HTMLElement): void {
    this.hook.set(id)
    this.shown.set('deliveries')
    log.scrollIntoView()
    log.focus({ preventScroll: true })
  }

  protected async edit(hook?: HookView): Promise<void> {
    const { HookDialog } = await import('./hook-dialog')
    const dialog = this.#dialog.open<unknown, HookView | undefined, boolean>(HookDialog, {
      data: hook,
      width: '640px',
      maxWidth: '96vw',
    })
    if (await firstValueFrom(dialog.afterClosed())) await this.reload()
  }

  protected async reload(): Promise<void> {
    await Promise.all([this.all.reload(), this.counts.reload()])
  }
}
