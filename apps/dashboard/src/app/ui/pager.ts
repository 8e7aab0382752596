import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { Paged } from './list/paged'

/** To the pages beside one of a list; what is slotted stands before. */
@Component({
  selector: 'app-pager',
  imports: [MatButton],
  template: `
    <nav aria-label="Pages">
      <ng-content />
      <button mat-button type="button" [disabled]="pages().number() === 1" (click)="pages().previous()">Previous</button>
      <span class="muted" role="status">Page {{ pages().number() }}</span>
      <button mat-button type="button" [disabled]="!pages().hasNext()" (click)="pages().next()">Next</button>
    </nav>
  `,
  styleUrl: './pager.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Pager {
  readonly pages = input.required<Pick<Paged<unknown, unknown>, 'number' | 'hasNext' | 'previous' | 'next'>>()
}
