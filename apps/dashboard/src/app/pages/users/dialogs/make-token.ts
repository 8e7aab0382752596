import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatSelectModule } from '@angular/material/select'
import { describe } from '../../../api/api-error'
import { CopyButton } from '../../../ui/copy-button'
import { TimeText } from '../../../ui/time-text'
import { UsersApi } from '../users-api'

const DURATIONS = [
  { label: '15 minutes', seconds: 900 },
  { label: 'An hour', seconds: 3_600 },
  { label: 'A day', seconds: 86_400 },
  { label: '30 days', seconds: 2_592_000 },
] as const

export function openMakeToken(dialog: MatDialog, userId: string): void {
  dialog.open<MakeToken, string>(MakeToken, { data: userId, width: '560px' })
}

/** A token of a user, shown once: with it one is that user. */
@Component({
  selector: 'app-make-token',
  imports: [CopyButton, MatButton, MatDialogModule, MatFormFieldModule, MatSelectModule, TimeText],
  templateUrl: './make-token.html',
  styleUrl: './dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MakeToken {
  protected readonly userId = inject<string>(MAT_DIALOG_DATA)
  readonly #users = inject(UsersApi)
  protected readonly durations = DURATIONS
  protected readonly made = signal<{ token: string; expires_at: string } | undefined>(undefined)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async make(event: Event, seconds: number): Promise<void> {
    event.preventDefault()
    this.isBusy.set(true)
    this.problem.set('')
    try {
      this.made.set(await this.#users.makeToken(this.userId, seconds))
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
