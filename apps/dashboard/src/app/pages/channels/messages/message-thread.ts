import {
  ChangeDetectionStrategy,
  Component,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { MessageResponse } from '@parley/client'
import { path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { ErrorPanel } from '../../../ui/error-panel'
import { FlaggedMessages } from './flagged-messages'
import { joinPage } from './merge-page'
import { MessageRow } from './message-row'

const PAGE = 25

/** The replies to a message, the newest page first. */
@Component({
  selector: 'app-message-thread',
  imports: [ErrorPanel, MatButton, MessageRow],
  templateUrl: './message-thread.html',
  styleUrl: './message-thread.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageThread {
  readonly parent = input.required<MessageResponse>()
  /** The id of a message to be marked. */
  readonly target = input<string>()
  readonly gone = output<string>()
  readonly #chat = inject(ChatApi)
  protected readonly flagged = inject(FlaggedMessages)
  protected readonly replies = signal<readonly MessageResponse[]>([])
  protected readonly hasOlder = signal(false)
  protected readonly error = signal<unknown>(undefined)

  constructor() {
    effect(() => {
      // A further reply changes how many there are.
      this.parent().reply_count
      untracked(() => void this.load())
    })
  }

  protected async load(before?: string): Promise<void> {
    try {
      const query = { limit: PAGE, ...(before !== undefined && { id_lt: before }) }
      const to = path`/messages/${this.parent().id}/replies`
      const { messages } = await this.#chat.get<{ messages: MessageResponse[] }>(to, undefined, query)
      this.replies.update(known => joinPage(known, messages))
      void this.flagged.ask(messages.map(({ id }) => id))
      this.hasOlder.set(messages.length === PAGE)
      this.error.set(undefined)
    } catch (error) {
      this.error.set(error)
    }
  }

  protected took(message: MessageResponse): void {
    this.replies.update(known => known.map(each => (each.id === message.id ? message : each)))
  }

  protected lost(id: string): void {
    this.replies.update(known => known.filter(each => each.id !== id))
  }
}
