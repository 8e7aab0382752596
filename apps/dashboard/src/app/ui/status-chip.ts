import { ChangeDetectionStrategy, Component, input } from '@angular/core'

export type Tone = 'neutral' | 'info' | 'success' | 'warning' | 'danger'

/** A state in a word: `<app-status tone="success">online</app-status>`. */
@Component({
  selector: 'app-status',
  template: '<ng-content />',
  styleUrl: './status-chip.css',
  host: { '[class]': 'tone()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StatusChip {
  readonly tone = input<Tone>('neutral')
}
