import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { rateNumber, wholeNumber } from '../../ui/number-format'
import { pointsOf } from './live-figures'
import type { LiveSample } from './live-types'

const time = new Intl.DateTimeFormat('en', { timeStyle: 'medium', hourCycle: 'h23' })
const ROWS = 24

/** The lines as numbers: what was counted in each five seconds, the newest first. */
@Component({
  selector: 'app-live-table',
  template: `
    <details>
      <summary>The last two minutes in numbers</summary>
      <div class="table-box" tabindex="0" role="region" aria-label="The last two minutes in numbers">
        <table class="data">
          <thead>
            <tr>
              <th scope="col">Five seconds from</th>
              <th scope="col" class="number">Connections</th>
              <th scope="col" class="number">Messages</th>
              <th scope="col" class="number">Events</th>
              <th scope="col" class="number">Deliveries</th>
              <th scope="col" class="number">Requests</th>
              <th scope="col" class="number">p99, ms</th>
            </tr>
          </thead>
          <tbody>
            @for (row of rows(); track row.at) {
              <tr>
                <td>{{ row.at }}</td>
                @for (value of row.values; track $index) {
                  <td class="number">{{ value }}</td>
                }
              </tr>
            }
          </tbody>
        </table>
      </div>
    </details>
  `,
  styleUrl: './live-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LiveTable {
  readonly samples = input.required<readonly LiveSample[]>()
  protected readonly rows = computed(() => pointsOf(this.samples()).slice(-ROWS).reverse().map(rowOf))
}

function rowOf(part: readonly LiveSample[]) {
  const sum = (what: 'messages' | 'events' | 'deliveries' | 'requests') =>
    wholeNumber(part.reduce((total, sample) => total + sample[what], 0))
  const slowest = Math.max(0, ...part.map(({ p99_ms: ms }) => ms ?? 0))
  return {
    at: time.format(new Date((part[0]?.second ?? 0) * 1000)),
    values: [
      wholeNumber(Math.max(0, ...part.map(({ connections }) => connections))),
      sum('messages'),
      sum('events'),
      sum('deliveries'),
      sum('requests'),
      slowest === 0 ? '–' : rateNumber(slowest),
    ],
  }
}
