import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { MessageResponse } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { path } from '../../../api/api'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'

/** Changes what a message says; undefined when it was left as it is. */
export async function openEditMessage(
  dialog: MatDialog,
  message: MessageResponse,
): Promise<MessageResponse | undefined> {
  const opened = dialog.open<EditMessage, MessageResponse, MessageResponse>(EditMessage, {
    data: message,
    width: '560px',
  })
  return firstValueFrom(opened.afterClosed())
}

@Component({
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './edit-message.html',
  styleUrl: '../../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EditMessage {
  protected readonly message = inject<MessageResponse>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<EditMessage, MessageResponse>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async save(event: Event, text: string): Promise<void> {
    event.preventDefault()
    if (this.isBusy()) return
    this.isBusy.set(true)
    try {
      const { id, user_id } = this.message
      const body = { set: { text }, user_id }
      const { message } = await this.#chat.put<{ message: MessageResponse }>(path`/messages/${id}`, body)
      this.#dialog.close(message)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
