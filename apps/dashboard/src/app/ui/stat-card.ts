import { ChangeDetectionStrategy, Component, input } from '@angular/core'

/** One number and what it counts; a word more may be slotted. */
@Component({
  selector: 'app-stat',
  template: `
    <span class="label">{{ label() }}</span>
    <span class="value">{{ value() }}</span>
    <span class="more muted"><ng-content /></span>
  `,
  styleUrl: './stat-card.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StatCard {
  readonly label = input.required<string>()
  readonly value = input.required<string | number>()
}
