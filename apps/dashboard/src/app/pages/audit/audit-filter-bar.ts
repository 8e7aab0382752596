import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import type { AdminView, AppView } from '../../api/types'
import { Session } from '../../session/session'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { type Choice, Select } from '../../ui/select'
import type { AuditEntry } from './audit-entry'
import { AuditFilter } from './audit-filter'
import { AUDIT_KINDS } from './audit-words'

const EVERYTHING = { value: '', label: 'Everything' }
const ANYBODY = { value: '', label: 'Anybody' }
const ANY_APP = { value: '', label: 'Any, or none' }
const NOBODY = { admins: [] as readonly AdminView[] }

/** What, by whom, in which app, when. */
@Component({
  selector: 'app-audit-filter-bar',
  imports: [Icon, MatButton, Select],
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
    this.#session.may('owner') ? this.#api.get<typeof NOBODY>('/admins', { limit: 200 }) : NOBODY,
  )
  protected readonly people = computed<readonly Choice<string>[]>(() => {
    const known = (this.#admins.value()?.admins ?? []).map(({ id, email }) => [id, email] as const)
    const seen = this.entries().map(({ admin_id, admin }) => [admin_id ?? '', admin] as const)
    const all = new Map([...seen.filter(([id]) => id !== ''), ...known])
    const { admin } = this.filter.value()
    if (admin && !all.has(admin)) all.set(admin, admin)
    const named = [...all].map(([value, label]) => ({ value, label }))
    return [ANYBODY, ...named.toSorted((one, other) => one.label.localeCompare(other.label))]
  })
  protected readonly kinds = computed<readonly Choice<string>[]>(() => {
    const { action } = this.filter.value()
    const known = [EVERYTHING, ...AUDIT_KINDS.map(([value, label]) => ({ value, label }))]
    return known.some(({ value }) => value === action) ? known : [...known, { value: action, label: action }]
  })
  protected readonly appChoices = computed<readonly Choice<string>[]>(() => {
    const { app } = this.filter.value()
    const known = [ANY_APP, ...this.apps().map(({ api_key, name }) => ({ value: api_key, label: name }))]
    return known.some(({ value }) => value === app) ? known : [...known, { value: app, label: app }]
  })
}
