import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { exactTime } from '../../ui/time-format'

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' })

const DAY_MS = 86_400_000

/** When something was, to the second: in a log one compares. */
@Component({
  selector: 'app-clock-time',
  template: `<time [attr.datetime]="at()" [title]="exact()">{{ text() }}</time>`,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ClockTime {
  readonly at = input.required<string>()
  protected readonly exact = computed(() => exactTime(this.at()))
  protected readonly text = computed(() => {
    const date = new Date(this.at())
    const isFarAway = Math.abs(Date.now() - date.getTime()) > DAY_MS
    return isFarAway ? `${day.format(date)}, ${clock.format(date)}` : clock.format(date)
  })
}
