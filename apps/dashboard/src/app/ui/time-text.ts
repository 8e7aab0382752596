import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MinuteClock } from './minute-clock'
import { exactTime, relativeTime } from './time-format'

/** When something was or will be: "3 minutes ago", with the exact time when pointed at. */
@Component({
  selector: 'app-time',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ text() }}</time>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TimeText {
  /** ISO 8601; null or undefined for never. */
  readonly at = input.required<string | null | undefined>()
  readonly never = input('never')
  readonly #now = inject(MinuteClock).nowMs
  protected readonly exact = computed(() => exactTime(this.at()))
  protected readonly text = computed(() => {
    const at = this.at()
    return at ? relativeTime(at, this.#now()) : this.never()
  })
}
