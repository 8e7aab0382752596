import { ChangeDetectionStrategy, Component, input, model, output } from '@angular/core'
import { MatIconButton } from '@angular/material/button'
import { MatSlideToggle } from '@angular/material/slide-toggle'
import { Icon } from '../../ui/icon'

/** How often a page that watches asks again. */
export const REFRESH_MS = 5_000

/** Whether the page asks again by itself, and asking at once. */
@Component({
  selector: 'app-auto-refresh',
  imports: [Icon, MatIconButton, MatSlideToggle],
  template: `
    <mat-slide-toggle hideIcon [checked]="isOn()" (change)="isOn.set($event.checked)">Live</mat-slide-toggle>
    <button
      mat-icon-button
      type="button"
      aria-label="Refresh now"
      title="Refresh now"
      [class.turning]="isLoading()"
      (click)="refresh.emit()"
    >
      <app-icon name="refresh" />
    </button>
  `,
  styleUrl: './auto-refresh.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AutoRefresh {
  readonly isOn = model.required<boolean>()
  readonly isLoading = input(false)
  readonly refresh = output()
}
