import { booleanAttribute, ChangeDetectionStrategy, Component, input } from '@angular/core'
import { Icon } from './icon'
import type { IconName } from './icon-paths'

/** Shown where there is nothing yet: what would be here, and how to get it (slotted). */
@Component({
  selector: 'app-empty',
  imports: [Icon],
  template: `
    <span class="picture"><app-icon [name]="icon()" /></span>
    @if (isPage()) {
      <h1>{{ heading() }}</h1>
    } @else {
      <h2>{{ heading() }}</h2>
    }
    <div class="more muted"><ng-content /></div>
  `,
  styleUrl: './empty-state.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EmptyState {
  readonly icon = input<IconName>('info')
  readonly heading = input.required<string>()
  /** Where the page is nothing else. */
  readonly isPage = input(false, { transform: booleanAttribute })
}
