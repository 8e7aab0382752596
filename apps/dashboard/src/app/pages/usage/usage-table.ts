import { ChangeDetectionStrategy, Component, computed, input, linkedSignal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { wholeNumber } from '../../ui/number-format'
import { longName } from './step-names'
import type { UsageReport } from './usage-types'

const SHOWN_AT_FIRST = 14

/** The numbers of the charts, the newest first: for who reads rather than looks. */
@Component({
  selector: 'app-usage-table',
  imports: [MatButton],
  templateUrl: './usage-table.html',
  styleUrl: './usage-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsageTable {
  readonly report = input.required<UsageReport>()
  readonly #key = computed(() => `${this.report().by} ${this.report().steps.length}`)
  protected readonly showsAll = linkedSignal({ source: this.#key, computation: () => false })
  protected readonly columns = computed(() => {
    const { by } = this.report()
    return { messages: by !== 'minute', users: by === 'day' || by === 'month' }
  })
  protected readonly rows = computed(() => {
    const { steps, by } = this.report()
    const newest = steps.toReversed().map(step => ({ ...step, name: longName(step.at, by) }))
    return this.showsAll() ? newest : newest.slice(0, SHOWN_AT_FIRST)
  })

  protected told(value: number | null | undefined): string {
    return value === null || value === undefined ? '–' : wholeNumber(value)
  }
}
