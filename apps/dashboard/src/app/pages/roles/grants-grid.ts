import {
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core'
import { type Level, levelsOf } from './grant-levels'
import type { GrantsDraft } from './grants-draft'
import type { GrantRow } from './grants-rows'

/** Where somebody is in the grid. */
export interface Cell {
  readonly role: string
  readonly row: GrantRow
}

interface ShownCell {
  readonly role: string
  readonly level: Level
  readonly isChanged: boolean
  readonly isSet: boolean
  readonly label: string
}

const PAGE = 10
const TEXTS: Readonly<Record<Level, string>> = { all: 'All', own: 'Own', none: '–' }

/** The matrix: a line per permission, a column per role. One cell is reached by Tab, the others by arrow keys. */
@Component({
  selector: 'app-grants-grid',
  templateUrl: './grants-grid.html',
  styleUrl: './grants-grid.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GrantsGrid {
  readonly rows = input.required<readonly GrantRow[]>()
  readonly roles = input.required<readonly string[]>()
  readonly draft = input.required<GrantsDraft>()
  readonly mayChange = input.required<boolean>()
  /** What a mark on a cell means: "not as it began". */
  readonly markWords = input.required<string>()
  /** A cell that a link led to. */
  readonly wanted = input<{ readonly role: string; readonly key: string } | undefined>()
  readonly looked = output<Cell>()

  readonly #element = inject<ElementRef<HTMLElement>>(ElementRef)
  readonly #at = signal({ row: 0, column: 0 })
  /** Inside of the grid, however it was filtered since. */
  protected readonly at = computed(() => ({
    row: Math.min(this.#at().row, this.rows().length - 1),
    column: Math.min(this.#at().column, this.roles().length - 1),
  }))
  protected readonly lines = computed(() =>
    this.rows().map((row, index) => ({
      row,
      index,
      heading: row.group === this.rows()[index - 1]?.group ? undefined : row.group,
      cells: this.roles().map(role => this.#shown(role, row)),
    })),
  )

  constructor() {
    effect(() => {
      const wanted = this.wanted()
      const row = this.rows().findIndex(each => each.key === wanted?.key)
      const column = this.roles().indexOf(wanted?.role ?? '')
      // Only once it is on the page.
      if (row >= 0 && column >= 0) requestAnimationFrame(() => this.#goTo(row, column))
    })
  }

  protected roleWords(role: string): string {
    return role.replaceAll('_', '_\u200b')
  }

  protected text({ level }: ShownCell): string {
    return TEXTS[level]
  }

  protected look(row: number, column: number): void {
    this.#at.set({ row, column })
    const [line, role] = [this.rows()[row], this.roles()[column]]
    if (line && role !== undefined) this.looked.emit({ role, row: line })
  }

  /** The next level, or the one before. */
  protected turn(row: number, column: number, isBack = false): void {
    const [line, role] = [this.rows()[row], this.roles()[column]]
    if (!this.mayChange() || !line || role === undefined) return
    const levels = levelsOf(line)
    const step = isBack ? levels.length - 1 : 1
    const now = levels.indexOf(this.draft().level(role, line))
    this.draft().set(role, line, levels[(now + step) % levels.length] ?? 'none')
    this.look(row, column)
  }

  protected pressed(event: KeyboardEvent): void {
    const { row, column } = this.at()
    const [lastRow, lastColumn] = [this.rows().length - 1, this.roles().length - 1]
    const whole = event.ctrlKey || event.metaKey
    const moves: Readonly<Record<string, readonly [number, number]>> = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      PageUp: [Math.max(0, row - PAGE), column],
      PageDown: [Math.min(lastRow, row + PAGE), column],
      Home: whole ? [0, 0] : [row, 0],
      End: whole ? [lastRow, lastColumn] : [row, lastColumn],
    }
    const move = moves[event.key]
    if (move) this.#goTo(...move)
    else if (event.key === ' ' || event.key === 'Enter') this.turn(row, column, event.shiftKey)
    else return
    event.preventDefault()
  }

  #goTo(row: number, column: number): void {
    if (row < 0 || column < 0 || row >= this.rows().length || column >= this.roles().length) return
    const cell = this.#element.nativeElement.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)
    cell?.focus({ preventScroll: true })
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  #shown(role: string, row: GrantRow): ShownCell {
    const draft = this.draft()
    const level = draft.level(role, row)
    const isChanged = level !== draft.savedLevel(role, row)
    const isSet = level !== draft.baseLevel(role, row)
    const marks = `${isSet ? `, ${this.markWords()}` : ''}${isChanged ? ', not saved' : ''}`
    // Begins with what is to be read in the cell.
    const text = level === 'none' ? 'No' : TEXTS[level]
    const where = level === 'own' ? `, ${row.ownWords}` : ''
    return { role, level, isChanged, isSet, label: `${text}: ${role}, ${row.title}${where}${marks}` }
  }
}
