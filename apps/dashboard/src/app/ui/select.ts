import { booleanAttribute, ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { MatOption, MatSelect } from '@angular/material/select'

/** One of the things that can be chosen; `label` is what people see. */
export interface Choice<T> {
  readonly value: T
  readonly label: string
}

/** One of a list, small enough for toolbars; in forms, Material's own stands in its field. */
@Component({
  selector: 'app-select',
  imports: [MatOption, MatSelect],
  template: `
    @if (isLabelled()) {
      <span class="label" aria-hidden="true">{{ label() }}</span>
    }
    <mat-select
      class="control"
      panelClass="app-select-panel"
      [panelWidth]="null"
      [aria-label]="label()"
      [disabled]="disabled()"
      [value]="value()"
      (selectionChange)="chosen.emit($event.value)"
    >
      @for (each of choices(); track each.value) {
        <mat-option [value]="each.value">{{ each.label }}</mat-option>
      }
    </mat-select>
  `,
  styleUrls: ['./controls.css', './select.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Select<T> {
  readonly label = input.required<string>()
  /** Whether the label is seen, above; it is always read out. */
  readonly isLabelled = input(false, { transform: booleanAttribute })
  readonly choices = input.required<readonly Choice<T>[]>()
  readonly value = input.required<T>()
  readonly disabled = input(false)
  readonly chosen = output<T>()
}
