import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, type MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { TruncateChannelResponse } from '@parley/client'
import { firstValueFrom } from 'rxjs'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'
import { SYSTEM_USER } from '../messages/send-message'
import type { OpenChannel } from '../open-channel'

/** Takes the channel's messages away once its ID was typed; whether that was done. */
export async function openTruncate(dialog: MatDialog, channel: OpenChannel): Promise<boolean> {
  const opened = dialog.open<TruncateChannel, OpenChannel, boolean>(TruncateChannel, {
    data: channel,
    width: '500px',
    role: 'alertdialog',
  })
  return (await firstValueFrom(opened.afterClosed())) ?? false
}

@Component({
  imports: [MatButton, MatCheckbox, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './truncate-channel.html',
  styleUrl: '../../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TruncateChannel {
  protected readonly channel = inject<OpenChannel>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<TruncateChannel, boolean>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly typed = signal('')
  protected readonly isAgreed = computed(() => this.typed().trim() === this.channel.cid())
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected async truncate(event: Event, text: string, hard_delete: boolean): Promise<void> {
    event.preventDefault()
    if (this.isBusy() || !this.isAgreed()) return
    this.isBusy.set(true)
    try {
      const message = text.trim() && { text: text.trim(), user_id: SYSTEM_USER, type: 'system' }
      const body = { hard_delete, ...(message && { message, user_id: SYSTEM_USER }) }
      const reply = await this.#chat.post<TruncateChannelResponse>(`${this.channel.path()}/truncate`, body)
      this.channel.took(reply.channel)
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
