import { ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { wholeNumber } from '../../ui/number-format'
import type { TeamsPage } from './usage-types'

/** What each team used in the range. */
@Component({
  selector: 'app-team-table',
  templateUrl: './team-table.html',
  styleUrl: './team-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TeamTable {
  readonly page = input.required<TeamsPage>()
  /** A team that somebody wants to see alone. */
  readonly chosen = output<string>()
  protected readonly wholeNumber = wholeNumber
}
