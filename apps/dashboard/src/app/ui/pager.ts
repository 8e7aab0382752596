import { ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'

/** To the pages beside one of a list; what is slotted stands before. */
@Component({
  selector: 'app-pager',
  imports: [MatButton],
  template: `
    <nav aria-label="Pages">
      <ng-content />
      <button mat-button type="button" [disabled]="page() === 1" (click)="previous.emit()">Previous</button>
      <span class="muted" role="status">Page {{ page() }}</span>
      <button mat-button type="button" [disabled]="!hasNext()" (click)="next.emit()">Next</button>
    </nav>
  `,
  styleUrl: './pager.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Pager {
  /** From 1. */
  readonly page = input.required<number>()
  readonly hasNext = input.required<boolean>()
  readonly previous = output()
  readonly next = output()
}
