import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { UsersApi } from '../users-api'

const DURATIONS = [
  { label: 'Until it is lifted', minutes: 0 },
  { label: 'An hour', minutes: 60 },
  { label: 'A day', minutes: 1_440 },
  { label: 'A week', minutes: 10_080 },
  { label: '30 days', minutes: 43_200 },
  { label: 'As long as I say …', minutes: -1 },
] as const

/** Bans a user from the app; answers whether that was done. */
export async function openBanUser(dialog: MatDialog, userId: string): Promise<boolean> {
  const opened = dialog.open<BanUser, string, boolean>(BanUser, { data: userId, width: '520px' })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

interface Form {
  readonly minutes: number
  readonly reason: string
  readonly messages: string
  readonly shadow: boolean
  readonly address: boolean
}

@Component({
  selector: 'app-ban-user',
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './ban-user.html',
  styleUrl: './dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BanUser {
  protected readonly userId = inject<string>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<BanUser, boolean>>(MatDialogRef)
  readonly #users = inject(UsersApi)
  protected readonly durations = DURATIONS
  protected readonly isOwn = signal(false)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  #ownMinutes = 0

  protected setMinutes(text: string): void {
    this.#ownMinutes = Number(text)
    this.problem.set('')
  }

  protected async ban(event: Event, form: Form): Promise<void> {
    event.preventDefault()
    const timeout = form.minutes === -1 ? this.#ownMinutes : form.minutes
    if (form.minutes === -1 && !(Number.isInteger(timeout) && timeout >= 1)) {
      this.problem.set('Say for how many minutes: a whole number from 1.')
      return
    }
    this.isBusy.set(true)
    try {
      await this.#users.ban({
        target_user_id: this.userId,
        ...(timeout > 0 && { timeout }),
        ...(form.reason.trim() && { reason: form.reason.trim() }),
        ...(form.messages && { delete_messages: form.messages }),
        ...(form.shadow && { shadow: true }),
        ...(form.address && { ip_ban: true }),
      })
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
