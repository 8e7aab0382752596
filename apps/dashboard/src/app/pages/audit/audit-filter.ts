import { computed, Injectable, inject } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { ActivatedRoute, type ParamMap, Router } from '@angular/router'

/** What of the log is shown; '' for all. */
export interface AuditFilterValue {
  readonly action: string
  /** An admin's id. */
  readonly admin: string
  /** An API key. */
  readonly app: string
  /** Days in the local time: `2026-11-21`; `to` is the last one. */
  readonly from: string
  readonly to: string
}

/** The filter is in the address: it can be passed on, and "back" works. Provided by the page. */
@Injectable()
export class AuditFilter {
  readonly #router = inject(Router)
  readonly #route = inject(ActivatedRoute)
  readonly #params = toSignal(this.#route.queryParamMap, { requireSync: true })
  readonly value = computed(() => read(this.#params()))
  readonly isAny = computed(() => Object.values(this.value()).some(each => each !== ''))
  /** As the server takes it. */
  readonly query = computed(() => {
    const { from, to, action, admin, app } = this.value()
    const times = { from: dayStart(from, 0), to: dayStart(to, 1) }
    return { action: action || undefined, admin: admin || undefined, app: app || undefined, ...times }
  })

  set(change: Partial<AuditFilterValue>): void {
    const next = { ...this.value(), ...change }
    const given = Object.entries(next).filter(([, value]) => value !== '')
    void this.#router.navigate([], {
      relativeTo: this.#route,
      queryParams: Object.fromEntries(given),
      replaceUrl: true,
    })
  }

  clear(): void {
    this.set({ action: '', admin: '', app: '', from: '', to: '' })
  }
}

function read(params: ParamMap): AuditFilterValue {
  const of = (name: string) => params.get(name) ?? ''
  return { action: of('action'), admin: of('admin'), app: of('app'), from: of('from'), to: of('to') }
}

/** The moment when a day begins here, so many days later; undefined for none. */
function dayStart(day: string, daysLater: number): string | undefined {
  const [year, month, date] = day.split('-').map(Number)
  if (!year || !month || !date) return undefined
  return new Date(year, month - 1, date + daysLater).toISOString()
}
