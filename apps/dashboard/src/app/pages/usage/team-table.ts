import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { wholeNumber } from '../../ui/number-format'
import { monthAlone } from './step-names'
import type { TeamsPage } from './usage-types'

/** What each team used in the range. */
@Component({
  selector: 'app-team-table',
  imports: [MatButton],
  templateUrl: './team-table.html',
  styleUrl: './team-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TeamTable {
  readonly page = input.required<TeamsPage>()
  /** A team that somebody wants to see alone. */
  readonly chosen = output<string>()
  /** Those after the last one. */
  readonly more = output()
  readonly isLoading = input(false)
  /** The one that the range ends in. */
  protected readonly month = computed(() => {
    const last = new Date(Date.parse(this.page().to) - 1).toISOString()
    return monthAlone(last.slice(0, 7))
  })
  protected readonly wholeNumber = wholeNumber
}
