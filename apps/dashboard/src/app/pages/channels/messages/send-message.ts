import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { MessageResponse } from '@parley/client'
import { describe } from '../../../api/api-error'
import { ChatApi } from '../../../api/chat-api'
import { OpenChannel } from '../open-channel'
import { UserField } from '../user-field'

/** Whose name a system message is sent in; most apps don’t show it. */
export const SYSTEM_USER = 'system'

/** Writes into the channel: as the system, or as any user. */
@Component({
  selector: 'app-send-message',
  imports: [MatButton, UserField],
  templateUrl: './send-message.html',
  styleUrls: ['../../../ui/controls.css', './send-message.css'],
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SendMessage {
  readonly sent = output<MessageResponse>()
  readonly #channel = inject(OpenChannel)
  readonly #chat = inject(ChatApi)
  protected readonly isSystem = signal(true)
  protected readonly system = signal(SYSTEM_USER)
  protected readonly user = signal('')
  protected readonly text = signal('')
  protected readonly problem = signal('')
  protected readonly isBusy = signal(false)

  protected pressed(event: KeyboardEvent): void {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void this.send(event)
  }

  protected async send(event: Event): Promise<void> {
    event.preventDefault()
    const text = this.text().trim()
    const user_id = (this.isSystem() ? this.system() : this.user()).trim()
    if (this.isBusy() || text === '' || user_id === '') return
    this.isBusy.set(true)
    try {
      const body = { message: { text, user_id, ...(this.isSystem() && { type: 'system' }) } }
      const { message } = await this.#chat.post<{ message: MessageResponse }>(
        `${this.#channel.path()}/message`,
        body,
      )
      this.text.set('')
      this.problem.set('')
      this.sent.emit(message)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
