import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core'
import type { Growing } from '../../ui/list/growing'
import { ShowMore } from '../../ui/list/show-more'
import { wholeNumber } from '../../ui/number-format'
import { monthAlone } from './step-names'
import type { TeamUsage } from './usage-types'

/** What each team used in the range. */
@Component({
  selector: 'app-team-table',
  imports: [ShowMore],
  templateUrl: './team-table.html',
  styleUrl: './team-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TeamTable {
  readonly list = input.required<Growing<TeamUsage>>()
  /** Where the range ends. */
  readonly to = input.required<string>()
  /** A team that somebody wants to see alone. */
  readonly chosen = output<string>()
  /** The one that the range ends in. */
  protected readonly month = computed(() => {
    const last = new Date(Date.parse(this.to()) - 1).toISOString()
    return monthAlone(last.slice(0, 7))
  })
  protected readonly wholeNumber = wholeNumber
}
