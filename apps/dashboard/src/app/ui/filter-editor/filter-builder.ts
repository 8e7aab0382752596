import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core'
import { MatAutocompleteModule } from '@angular/material/autocomplete'
import { MatButton } from '@angular/material/button'
import { Icon } from '../icon'
import { type Choice, Select } from '../select'
import { checkFilter } from './check-filter'
import { controlOf, fitted, type Row, type Rows, toFilter } from './filter-rows'
import { type FilterField, type FilterTable, findField, kindText, operatorsOf } from './filter-table'
import { operatorText } from './operator-words'
import { parseLocated } from './parse-located'
import { parseTyped, typedText } from './typed-value'

type Kind = 'text' | 'number' | 'boolean'

/** What a custom field may hold. */
const KINDS: readonly Choice<Kind>[] = [
  { value: 'text', label: 'text' },
  { value: 'number', label: 'number' },
  { value: 'boolean', label: 'yes or no' },
]

const YES_OR_NO: readonly Choice<boolean>[] = [
  { value: true, label: 'yes' },
  { value: false, label: 'no' },
]

/** A filter as conditions under each other: field, operator, value. */
@Component({
  selector: 'app-filter-builder',
  imports: [Icon, MatAutocompleteModule, MatButton, Select],
  templateUrl: './filter-builder.html',
  styleUrls: ['../controls.css', './filter-builder.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterBuilder {
  readonly table = input.required<FilterTable>()
  readonly value = input.required<Rows>()
  readonly hasPerspective = input(false)
  readonly changed = output<Rows>()
  protected readonly rows = computed(() => this.value().rows)
  protected readonly problems = computed(() => this.rows().map(row => this.#problemOf(row)))

  protected operators({ field }: Row): readonly Choice<string>[] {
    const known = findField(this.table(), field)
    return operatorsOf(this.table(), field).map(value => ({ value, label: operatorText(value, known?.kind) }))
  }

  protected fieldsLike(typed: string): readonly FilterField[] {
    const wanted = typed.trim().toLowerCase()
    return this.table().fields.filter(({ name }) => name.toLowerCase().includes(wanted))
  }

  protected readonly kinds = KINDS
  protected readonly yesOrNo = YES_OR_NO
  protected readonly kindText = kindText
  protected readonly typedText = typedText

  protected control(row: Row) {
    return controlOf(row, this.table())
  }

  protected choiceList(row: Row): readonly Choice<unknown>[] {
    return this.choices(row).map(value => ({ value, label: String(value) }))
  }

  protected kindOf(row: Row): Kind {
    const control = this.control(row)
    return control === 'number' || control === 'boolean' ? control : 'text'
  }

  protected choices({ field }: Row): readonly (string | boolean)[] {
    return findField(this.table(), field)?.values ?? []
  }

  /** Only of custom fields: what they hold is not known. */
  protected isCustom({ field, operator }: Row): boolean {
    const isOpen = operator !== '$exists' && operator !== '$in' && operator !== '$nin'
    const isSearch = operator === '$q' || operator === '$autocomplete'
    return field !== '' && isOpen && !isSearch && !findField(this.table(), field)
  }

  protected setMatch(match: Rows['match']): void {
    this.changed.emit({ ...this.value(), match })
  }

  protected add(): void {
    this.#emit([...this.rows(), { field: '', operator: '$eq', value: '' }])
  }

  protected remove(at: number): void {
    this.#emit(this.rows().filter((_, index) => index !== at))
  }

  protected setField(at: number, field: string): void {
    const row = this.rows()[at]
    if (!row || row.field === field) return
    const allowed = operatorsOf(this.table(), field)
    const operator = allowed.includes(row.operator) ? row.operator : (allowed[0] ?? '$eq')
    this.#set(at, fitted({ ...row, field, operator }, this.table()))
  }

  protected setOperator(at: number, operator: string): void {
    const row = this.rows()[at]
    if (row) this.#set(at, fitted({ ...row, operator }, this.table()))
  }

  protected setValue(at: number, text: string): void {
    const row = this.rows()[at]
    if (row) this.#set(at, { ...row, value: parseTyped(text, this.control(row), this.choices(row)) })
  }

  /** Of a custom field: as what its value is meant. */
  protected setKind(at: number, kind: Kind): void {
    const row = this.rows()[at]
    if (!row) return
    const text = typedText(row.value, this.control(row))
    const value = kind === 'number' ? Number(text) || 0 : kind === 'boolean' ? text === 'true' : text
    this.#set(at, { ...row, value })
  }

  #set(at: number, row: Row): void {
    this.#emit(this.rows().map((each, index) => (index === at ? row : each)))
  }

  #emit(rows: readonly Row[]): void {
    this.changed.emit({ ...this.value(), rows })
  }

  #problemOf(row: Row): string | undefined {
    const { tree } = parseLocated(JSON.stringify(toFilter({ match: 'all', rows: [row] })))
    const checking = { table: this.table(), hasPerspective: this.hasPerspective() }
    return tree && checkFilter(tree, checking)?.text
  }
}
