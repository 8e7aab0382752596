import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatProgressBar } from '@angular/material/progress-bar'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { UsersApi } from '../users-api'

/** Deletes a user, after their id was typed; answers whether that was done. */
export async function openDeleteUser(dialog: MatDialog, userId: string): Promise<boolean> {
  const opened = dialog.open<DeleteUser, string, boolean>(DeleteUser, {
    data: userId,
    width: '520px',
    role: 'alertdialog',
  })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

@Component({
  selector: 'app-delete-user',
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput, MatProgressBar],
  templateUrl: './delete-user.html',
  styleUrl: './dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeleteUser {
  protected readonly userId = inject<string>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<DeleteUser, boolean>>(MatDialogRef)
  readonly #users = inject(UsersApi)
  protected readonly typed = signal('')
  protected readonly isHard = signal(false)
  protected readonly problem = signal('')
  protected readonly step = signal<'asking' | 'working' | 'done'>('asking')
  protected readonly isAgreed = computed(() => this.typed().trim() === this.userId)

  protected async delete(event: Event, messages: boolean, conversations: boolean): Promise<void> {
    event.preventDefault()
    if (!this.isAgreed() || this.step() === 'working') return
    const how = this.isHard() ? 'hard' : 'soft'
    this.problem.set('')
    this.step.set('working')
    // What is under way goes on without this dialog.
    this.#dialog.disableClose = true
    try {
      const task = await this.#users.delete({
        user_ids: [this.userId],
        user: how,
        ...((messages || this.isHard()) && { messages: how }),
        ...((conversations || this.isHard()) && { conversations: how }),
      })
      await this.#users.ended(task)
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
      this.step.set('asking')
      this.#dialog.disableClose = false
    }
  }
}
