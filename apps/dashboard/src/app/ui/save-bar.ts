import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'

/** Stays at the bottom of a page while something is changed and not saved. */
@Component({
  selector: 'app-save-bar',
  imports: [MatButton],
  templateUrl: './save-bar.html',
  styleUrl: './save-bar.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SaveBar {
  /** How many things are changed. */
  readonly count = input.required<number>()
  /** What they are changed of: "messaging". */
  readonly what = input.required<string>()
  /** Why it can't be saved as it is. */
  readonly problem = input<string>()
  readonly review = output()
  readonly discard = output()
  protected readonly text = computed(() =>
    this.count() === 1 ? '1 unsaved change' : `${this.count()} unsaved changes`,
  )
}
