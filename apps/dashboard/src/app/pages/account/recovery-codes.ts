import { ChangeDetectionStrategy, Component, computed, DOCUMENT, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { CopyButton } from '../../ui/copy-button'
import { Icon } from '../../ui/icon'
import { saveText } from '../../ui/save-text'

/** The codes for the day the phone is lost, this once. */
@Component({
  selector: 'app-recovery-codes',
  imports: [CopyButton, Icon, MatButton],
  templateUrl: './recovery-codes.html',
  styleUrl: './recovery-codes.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RecoveryCodes {
  readonly codes = input.required<readonly string[]>()
  readonly email = input.required<string>()
  /** They were kept and may go. */
  readonly kept = output()
  protected readonly text = computed(() => this.codes().join('\n'))
  readonly #document = inject(DOCUMENT)

  protected download(): void {
    const heading = `Recovery codes of ${this.email()} for the Parley dashboard at ${location.origin}`
    saveText(this.#document, 'parley-recovery-codes.txt', `${heading}\nEach works once.\n\n${this.text()}\n`)
  }
}
