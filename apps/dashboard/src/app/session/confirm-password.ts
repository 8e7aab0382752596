import { ChangeDetectionStrategy, Component, type Injector, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { firstValueFrom } from 'rxjs'
import { ApiError, describe } from '../api/api-error'
import { send } from '../api/send'
import { Session } from './session'

/** Asks for the password once more, and tells the server; false when the person would rather not. */
export async function askForPassword(injector: Injector): Promise<boolean> {
  const dialog = injector
    .get(MatDialog)
    .open<ConfirmPassword, never, boolean>(ConfirmPassword, { width: '420px' })
  return (await firstValueFrom(dialog.afterClosed())) ?? false
}

@Component({
  selector: 'app-confirm-password',
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './confirm-password.html',
  styleUrl: './confirm-password.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConfirmPassword {
  readonly #dialog = inject<MatDialogRef<ConfirmPassword, boolean>>(MatDialogRef)
  protected readonly admin = inject(Session).admin
  protected readonly password = signal('')
  protected readonly code = signal('')
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async confirm(event: Event): Promise<void> {
    event.preventDefault()
    if (this.isBusy()) return
    this.isBusy.set(true)
    try {
      const code = this.code().trim()
      await send('POST', '/session/confirm', { body: { password: this.password(), ...(code && { code }) } })
      this.#dialog.close(true)
    } catch (error) {
      // Whoever asked finds out, and leads to where one signs in.
      if (error instanceof ApiError && error.reason === 'not_signed_in') this.#dialog.close(true)
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
