import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { Growing } from './growing'

/** The end of a list that grows: a button while there is more of it, else what is slotted. */
@Component({
  selector: 'app-show-more',
  imports: [MatButton],
  template: `
    @if (list().hasMore()) {
      <button
        mat-stroked-button
        type="button"
        disabledInteractive
        [disabled]="list().isLoadingMore()"
        (click)="list().more()"
      >
        {{ list().isLoadingMore() ? 'Loading…' : label() }}
      </button>
    } @else {
      <span class="muted"><ng-content /></span>
    }
  `,
  styles: ':host { display: block; text-align: center; }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ShowMore {
  readonly list = input.required<Pick<Growing<unknown, unknown>, 'hasMore' | 'isLoadingMore' | 'more'>>()
  readonly label = input('Show more')
}
