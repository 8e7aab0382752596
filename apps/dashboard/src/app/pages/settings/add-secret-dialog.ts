import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatRadioModule } from '@angular/material/radio'
import { Api, path } from '../../api/api'
import { describe } from '../../api/api-error'
import { SecretShown } from './secret-shown'
import { RETIRE_AFTER, type SecretUse, whatEnds } from './secret-use'

interface Given {
  readonly key: string
  /** Those whose tokens are accepted now. */
  readonly others: readonly SecretUse[]
}

/** Adds a secret, and shows it. */
@Component({
  selector: 'app-add-secret-dialog',
  imports: [MatButton, MatDialogModule, MatRadioModule, SecretShown],
  templateUrl: './add-secret-dialog.html',
  styles:
    'mat-radio-group { display: grid } .problem { color: var(--app-danger) } .problem:empty { display: none }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AddSecretDialog {
  protected readonly given = inject<Given>(MAT_DIALOG_DATA)
  protected readonly choices = RETIRE_AFTER
  protected readonly consequences = whatEnds(this.given.others)
  /** When the others retire; 0 for never. */
  protected readonly after = signal(0)
  protected readonly made = signal('')
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)
  readonly #api = inject(Api)
  readonly #dialog = inject<MatDialogRef<AddSecretDialog>>(MatDialogRef)

  protected async add(): Promise<void> {
    this.isBusy.set(true)
    this.problem.set('')
    try {
      const body = this.after() === 0 ? {} : { retire_others_after_seconds: this.after() }
      const { secret } = await this.#api.post<{ secret: string }>(path`/apps/${this.given.key}/secrets`, body)
      this.made.set(secret)
      this.#dialog.disableClose = true
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
