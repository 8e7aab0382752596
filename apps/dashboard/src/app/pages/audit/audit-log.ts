import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import type { AppView } from '../../api/types'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { growing } from '../../ui/list/growing'
import type { Piece } from '../../ui/list/piece'
import { ShowMore } from '../../ui/list/show-more'
import { loaded } from '../../ui/load'
import type { AuditEntry, AuditReply } from './audit-entry'
import { AuditFilter } from './audit-filter'
import { AuditFilterBar } from './audit-filter-bar'
import { AuditItem } from './audit-item'

/** The newest changes first, a page at a time. */
@Component({
  selector: 'app-audit-log',
  imports: [AuditFilterBar, AuditItem, EmptyState, ErrorPanel, MatButton, ShowMore],
  providers: [AuditFilter],
  templateUrl: './audit-log.html',
  styleUrl: './audit-log.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditLog {
  readonly #api = inject(Api)
  protected readonly filter = inject(AuditFilter)
  protected readonly log = growing(next => this.#page(next))
  readonly #apps = loaded(() => this.#api.get<{ readonly apps: readonly AppView[] }>('/apps'))
  protected readonly apps = computed(() => this.#apps.value()?.apps ?? [])
  readonly #names = computed(() => new Map(this.apps().map(app => [app.api_key, app.name])))

  protected appName(key: string | null): string {
    return key === null ? '' : (this.#names().get(key) ?? key)
  }

  async #page(next: string | undefined): Promise<Piece<AuditEntry>> {
    const reply = await this.#api.get<AuditReply>('/audit', { ...this.filter.query(), next })
    return { items: reply.entries, next: reply.next ?? undefined }
  }
}
