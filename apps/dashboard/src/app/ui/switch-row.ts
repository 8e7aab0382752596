import { ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { MatSlideToggle, type MatSlideToggleChange } from '@angular/material/slide-toggle'

let made = 0

/** A setting that is on or off, with a sentence on what it does; it is what the server has, not what was pressed. */
@Component({
  selector: 'app-switch-row',
  imports: [MatSlideToggle],
  templateUrl: './switch-row.html',
  styleUrl: './switch-row.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SwitchRow {
  readonly label = input.required<string>()
  readonly text = input.required<string>()
  readonly isOn = input.required<boolean>()
  readonly isDisabled = input(false)
  /** Why it can't be changed, or what to mind. */
  readonly note = input('')
  readonly isDangerous = input(false)
  /** What is asked for: the other state. */
  readonly wanted = output<boolean>()
  protected readonly id = `app-switch-${++made}`

  protected pressed({ source, checked }: MatSlideToggleChange): void {
    // Until the server has it, it is not so.
    source.checked = this.isOn()
    this.wanted.emit(checked)
  }
}
