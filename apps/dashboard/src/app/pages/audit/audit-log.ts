import { ChangeDetectionStrategy, Component, computed, inject, linkedSignal, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import type { AppView } from '../../api/types'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { loaded } from '../../ui/load'
import { Toasts } from '../../ui/toasts'
import type { AuditReply } from './audit-entry'
import { AuditFilter } from './audit-filter'
import { AuditFilterBar } from './audit-filter-bar'
import { AuditItem } from './audit-item'

/** The newest changes first, a page at a time. */
@Component({
  selector: 'app-audit-log',
  imports: [AuditFilterBar, AuditItem, EmptyState, ErrorPanel, MatButton],
  providers: [AuditFilter],
  templateUrl: './audit-log.html',
  styleUrl: './audit-log.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditLog {
  readonly #api = inject(Api)
  readonly #toasts = inject(Toasts)
  protected readonly filter = inject(AuditFilter)
  protected readonly first = loaded(() => this.#api.get<AuditReply>('/audit', this.filter.query()))
  /** Pages after the first; none of them when the first is another. */
  readonly #later = linkedSignal({ source: this.first.value, computation: (): AuditReply[] => [] })
  readonly #pages = computed(() => [this.first.value(), ...this.#later()].filter(page => page !== undefined))
  readonly #apps = loaded(() => this.#api.get<{ readonly apps: readonly AppView[] }>('/apps'))
  protected readonly apps = computed(() => this.#apps.value()?.apps ?? [])
  protected readonly entries = computed(() => this.#pages().flatMap(({ entries }) => entries))
  protected readonly next = computed(() => this.#pages().at(-1)?.next)
  protected readonly isLoadingMore = signal(false)
  readonly #names = computed(() => new Map(this.apps().map(app => [app.api_key, app.name])))

  protected appName(key: string | null): string {
    return key === null ? '' : (this.#names().get(key) ?? key)
  }

  protected async more(): Promise<void> {
    const first = this.first.value()
    const query = { ...this.filter.query(), next: this.next() }
    this.isLoadingMore.set(true)
    try {
      const page = await this.#api.get<AuditReply>('/audit', query)
      if (this.first.value() === first) this.#later.update(pages => [...pages, page])
    } catch (error) {
      this.#toasts.failed(error, 'Show older entries')
    } finally {
      this.isLoadingMore.set(false)
    }
  }
}
