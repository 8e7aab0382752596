import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  input,
  model,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { type Completion, completeFilter, type Suggestion } from './complete-filter'
import type { FilterTable } from './filter-table'
import type { Fault } from './parse-located'

let made = 0

/** A filter as JSON: names and operators are proposed while it is typed, a fault is underlined. */
@Component({
  selector: 'app-filter-json',
  templateUrl: './filter-json.html',
  styleUrls: ['../controls.css', './filter-json.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FilterJson {
  readonly text = model.required<string>()
  readonly table = input<FilterTable>()
  readonly fault = input<Fault>()
  readonly label = input('Filter as JSON')
  /** Control and Enter. */
  readonly applied = output()
  protected readonly id = `filter-json-${++made}`
  protected readonly completion = signal<Completion | undefined>(undefined)
  protected readonly active = signal(0)
  protected readonly scrollLeft = signal(0)
  protected readonly rows = computed(() => Math.min(18, Math.max(4, this.text().split('\n').length)))
  protected readonly mark = computed(() => markOf(this.text(), this.fault()))
  protected readonly popup = computed(() => cornerOf(this.text(), this.completion()?.start ?? 0))
  protected readonly list = viewChild<ElementRef<HTMLElement>>('options')
  protected readonly area = viewChild.required<ElementRef<HTMLTextAreaElement>>('field')

  /** Puts the caret where the fault is. */
  showFault(): void {
    const fault = this.fault()
    if (!fault) return
    const area = this.area().nativeElement
    area.focus()
    area.setSelectionRange(fault.start, Math.min(fault.end, area.value.length))
  }

  protected typed(): void {
    this.text.set(this.area().nativeElement.value)
    this.#propose()
  }

  protected pressed(event: KeyboardEvent): void {
    const { key } = event
    if (key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault()
      this.applied.emit()
    } else if (key === ' ' && event.ctrlKey) {
      event.preventDefault()
      this.#propose()
    } else if (this.completion()) this.#choose(event)
  }

  #choose(event: KeyboardEvent): void {
    const items = this.completion()?.items ?? []
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step !== undefined) this.#move(step, items.length)
    else if (event.key === 'Enter' || event.key === 'Tab') this.take(items[this.active()])
    else if (event.key === 'Escape') this.close()
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #move(step: number, count: number): void {
    this.active.update(at => (at + step + count) % count)
    const list = this.list()?.nativeElement
    list?.children[this.active()]?.scrollIntoView({ block: 'nearest' })
  }

  protected take(suggestion: Suggestion | undefined): void {
    const completion = this.completion()
    if (!completion || !suggestion) return
    const area = this.area().nativeElement
    area.setRangeText(suggestion.insert, completion.start, completion.end, 'end')
    const caret = area.selectionStart - suggestion.back
    area.setSelectionRange(caret, caret)
    area.focus()
    this.text.set(area.value)
    this.close()
  }

  protected close(): void {
    this.completion.set(undefined)
  }

  protected optionId(at: number): string {
    return `${this.id}-option-${at}`
  }

  #propose(): void {
    const table = this.table()
    const { value, selectionStart } = this.area().nativeElement
    this.completion.set(table && completeFilter(value, selectionStart, table))
    this.active.set(0)
  }
}

/** Line and column, from 0: the text is set in letters of one width. */
function cornerOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, at).split('\n')
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 }
}

function markOf(text: string, fault: Fault | undefined) {
  if (!fault) return undefined
  const endOfLine = text.indexOf('\n', fault.start)
  const end = Math.min(fault.end, endOfLine === -1 ? fault.end : Math.max(endOfLine, fault.start + 1))
  return { ...cornerOf(text, fault.start), width: Math.max(1, end - fault.start) }
}
