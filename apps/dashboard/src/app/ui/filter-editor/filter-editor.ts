import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { ApiError, describe } from '../../api/api-error'
import { CurrentApp } from '../../api/current-app'
import { ErrorPanel } from '../error-panel'
import type { JsonObject } from '../parse-json-object'
import { checkFilter } from './check-filter'
import { FilterBuilder } from './filter-builder'
import { FilterFields } from './filter-fields'
import { FilterJson } from './filter-json'
import { type Rows, toFilter, toRows } from './filter-rows'
import type { Noun } from './filter-table'
import { findFault } from './find-fault'
import { formatFilter } from './format-filter'
import { type Located, parseLocated, placeOf, plainValue } from './parse-located'
import { RecentFilters } from './recent-filters'

/** A filter to be tried by a click; made when it is, as it may have a date in it. */
export interface FilterExample {
  readonly label: string
  readonly filter: () => JsonObject
}

const EMPTY: Located = { kind: 'object', start: 0, end: 0, entries: [] }

/**
 * Writes filters of the documented language, as conditions or as JSON. `filter` is the one that is
 * applied, `problem` what the server said of it; `applied` tells of a new one.
 */
@Component({
  selector: 'app-filter-editor',
  imports: [ErrorPanel, FilterBuilder, FilterJson, MatButton],
  templateUrl: './filter-editor.html',
  styleUrls: ['../controls.css', './filter-editor.css'],
  host: { role: 'group', 'aria-label': 'Filter' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterEditor {
  readonly noun = input.required<Noun>()
  readonly filter = input.required<JsonObject>()
  readonly examples = input<readonly FilterExample[]>([])
  readonly problem = input<unknown>()
  /** Whether the query names a user, through whose eyes it is made. */
  readonly hasPerspective = input(false)
  readonly applied = output<JsonObject>()

  readonly #fields = inject(FilterFields)
  readonly #app = inject(CurrentApp)
  protected readonly json = viewChild(FilterJson)
  protected readonly table = resource({
    params: () => this.noun(),
    loader: ({ params }) => this.#fields.of(params),
  })
  protected readonly wantsJson = signal(false)
  protected readonly text = signal('')
  /** What the text said when it was applied: what the server says is about this. */
  readonly #appliedText = signal('')
  readonly #rows = signal<Rows>({ match: 'all', rows: [] })
  readonly #recents = computed(() => new RecentFilters(this.#app.key(), this.noun()))
  protected readonly recents = signal<readonly JsonObject[]>([])

  readonly #parsed = computed(() => (this.text().trim() === '' ? { tree: EMPTY } : parseLocated(this.text())))
  protected readonly fault = computed(() => {
    const { tree, fault } = this.#parsed()
    const table = this.table.hasValue() ? this.table.value() : undefined
    if (!tree || !table) return fault
    return checkFilter(tree, { table, hasPerspective: this.hasPerspective() }) ?? this.#serverFault(tree)
  })
  protected readonly place = computed(() => {
    const fault = this.fault()
    return fault && placeOf(this.text(), fault.start)
  })
  /** What the server said that has no place in the filter. */
  protected readonly otherProblem = computed(() => {
    const problem = this.problem()
    return problem && !this.fault() && this.text() === this.#appliedText() ? describe(problem) : ''
  })
  readonly #value = computed(() => {
    const { tree } = this.#parsed()
    return tree?.kind === 'object' ? (plainValue(tree) as JsonObject) : undefined
  })
  protected readonly canShowRows = computed(() => {
    const value = this.#value()
    return value !== undefined && toRows(value) !== undefined
  })
  protected readonly showsJson = computed(() => this.wantsJson() || !this.canShowRows())
  protected readonly rows = this.#rows.asReadonly()

  constructor() {
    effect(() => {
      const filter = this.filter()
      untracked(() => this.#show(filter))
    })
    effect(() => this.recents.set(this.#recents().list()))
  }

  protected changedText(text: string): void {
    this.text.set(text)
    const value = this.#value()
    const rows = value && toRows(value)
    if (rows) this.#rows.set(rows)
  }

  protected changedRows(rows: Rows): void {
    this.#rows.set(rows)
    this.text.set(textOf(toFilter(rows)))
  }

  protected take(filter: JsonObject): void {
    this.#show(filter)
    this.apply()
  }

  protected clear(): void {
    this.take({})
  }

  protected apply(): void {
    const value = this.#value()
    const { tree } = this.#parsed()
    const table = this.table.hasValue() ? this.table.value() : undefined
    const isChecked = tree && table && !checkFilter(tree, { table, hasPerspective: this.hasPerspective() })
    if (!value || (table && !isChecked)) {
      this.showFault()
      return
    }
    this.#appliedText.set(this.text())
    if (Object.keys(value).length > 0) this.#recents().remember(value)
    this.recents.set(this.#recents().list())
    this.applied.emit(value)
  }

  protected showFault(): void {
    this.json()?.showFault()
  }

  protected shortText(filter: JsonObject): string {
    return formatFilter(filter).replace(/\s+/g, ' ')
  }

  #show(filter: JsonObject): void {
    const text = textOf(filter)
    // What is being written stays, as long as it says the same.
    const same = this.#value()
    if (!same || JSON.stringify(same) !== JSON.stringify(filter)) this.text.set(text)
    this.#appliedText.set(this.text())
    const rows = toRows(filter)
    if (rows) this.#rows.set(rows)
  }

  #serverFault(tree: Located) {
    const problem = this.problem()
    const isAbout = problem instanceof ApiError && this.text() === this.#appliedText()
    return isAbout ? findFault(tree, problem) : undefined
  }
}

function textOf(filter: JsonObject): string {
  return Object.keys(filter).length === 0 ? '' : formatFilter(filter)
}
