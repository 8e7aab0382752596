import { ChangeDetectionStrategy, Component, computed, effect, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { daysProblem, PRESETS } from './usage-range'

/** Which time: one of a few, or days of one's own. */
@Component({
  selector: 'app-range-picker',
  imports: [MatButton],
  templateUrl: './range-picker.html',
  styleUrl: './range-picker.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RangePicker {
  /** The one in use; undefined where days are given. */
  readonly preset = input<string>()
  readonly from = input<string>()
  readonly to = input<string>()
  /** What changes of the address. */
  readonly chosen = output<Readonly<Record<string, string | null>>>()
  protected readonly presets = PRESETS
  protected readonly isOpen = signal(false)
  protected readonly first = signal('')
  protected readonly last = signal('')
  protected readonly today = new Date().toISOString().slice(0, 10)
  protected readonly isTried = signal(false)
  protected readonly problem = computed(() =>
    this.isTried() ? daysProblem(this.first(), this.last(), Date.now()) : undefined,
  )

  constructor() {
    effect(() => {
      this.first.set(this.from() ?? '')
      this.last.set(this.to() ?? '')
      if (this.preset() === undefined) this.isOpen.set(true)
    })
  }

  protected choose(id: string): void {
    this.isOpen.set(false)
    this.chosen.emit({ range: id, from: null, to: null })
  }

  protected show(event: Event): void {
    event.preventDefault()
    this.isTried.set(true)
    if (this.problem() === undefined) this.chosen.emit({ range: null, from: this.first(), to: this.last() })
  }
}
