import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import type { AdminView, AppView } from '../../api/types'
import { Session } from '../../session/session'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import type { AuditEntry } from './audit-entry'
import { AuditFilter, type AuditFilterValue } from './audit-filter'
import { AUDIT_KINDS } from './audit-words'

const NOBODY = { admins: [] as readonly AdminView[] }

/** What, by whom, in which app, when. */
@Component({
  selector: 'app-audit-filter-bar',
  imports: [Icon, MatButton],
  templateUrl: './audit-filter-bar.html',
  styleUrls: ['../../ui/controls.css', './audit-filter-bar.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditFilterBar {
  readonly apps = input.required<readonly AppView[]>()
  /** Those shown: they name admins who are gone. */
  readonly entries = input.required<readonly AuditEntry[]>()
  readonly isLoading = input.required<boolean>()
  readonly refresh = output()
  readonly #api = inject(Api)
  readonly #session = inject(Session)
  protected readonly filter = inject(AuditFilter)
  /** Owners know who else there is. */
  readonly #admins = loaded(async () =>
    this.#session.may('owner') ? this.#api.get<typeof NOBODY>('/admins') : NOBODY,
  )
  protected readonly people = computed(() => {
    const known = (this.#admins.value()?.admins ?? []).map(({ id, email }) => [id, email] as const)
    const seen = this.entries().map(({ admin_id, admin }) => [admin_id ?? '', admin] as const)
    const all = new Map([...seen.filter(([id]) => id !== ''), ...known])
    const { admin } = this.filter.value()
    if (admin && !all.has(admin)) all.set(admin, admin)
    return [...all].toSorted(([, one], [, other]) => one.localeCompare(other))
  })
  protected readonly kinds = computed(() => {
    const { action } = this.filter.value()
    const isKnown = action === '' || AUDIT_KINDS.some(([kind]) => kind === action)
    return isKnown ? AUDIT_KINDS : [...AUDIT_KINDS, [action, action] as const]
  })

  protected choose(name: keyof AuditFilterValue, event: Event): void {
    const { value } = event.target as HTMLInputElement | HTMLSelectElement
    this.filter.set({ [name]: value })
  }
}
