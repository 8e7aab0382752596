import { inject, signal } from '@angular/core'
import { type Channel, ChatError } from '@parley/client'
import { forgetFailed } from '../message-input/forget-failed'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { describeError, isExpectedEnd } from '../services/describe-error'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import { PollForm } from './poll-form'

/** Where a poll goes, and who is told what becomes of it. */
export interface PollPlace {
  readonly channel: Channel
  /** Of a poll that is asked in a thread. */
  readonly parentId: string | undefined
  /** Custom data of its message. */
  readonly custom: () => Readonly<Record<string, unknown>>
  /** The dialog is not needed any more; `isSent` unless it was given up. */
  readonly closed: (isSent: boolean) => void
}

/**
 * A poll that is being written, and how it is sent.
 *
 * What was typed stays until it is sent or given up, also when it is refused.
 */
export class PollDraft extends PollForm {
  readonly #channels = inject(ChannelService)
  readonly #chat = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)
  readonly #t = inject(TranslationService).texts
  readonly #place: PollPlace
  readonly #isSending = signal(false)
  readonly #wasTried = signal(false)
  readonly #refusal = signal('')
  /** What was made already and not sent: it is not made twice. */
  #made: { readonly content: string; readonly pollId: string } | undefined
  #isShown = true

  readonly isSending = this.#isSending.asReadonly()
  /** Whether somebody tried to send it: problems are said from then on. */
  readonly wasTried = this.#wasTried.asReadonly()
  /** Why it was not sent, as a sentence; empty otherwise. */
  readonly refusal = this.#refusal.asReadonly()

  /** In an injection context. */
  constructor(place: PollPlace) {
    super()
    this.#place = place
  }

  /** It is on the screen again. */
  show(): void {
    this.#isShown = true
  }

  /** Makes the poll and sends it; false when something is wrong with it, or when it was refused. */
  async send(): Promise<boolean> {
    this.#wasTried.set(true)
    if (this.problems().any || this.isSending()) return false
    this.#isSending.set(true)
    this.#refusal.set('')
    try {
      await this.#sendMessage(await this.#make())
      this.#done(true)
      return true
    } catch (error) {
      if (!isExpectedEnd(error)) this.#refuse(error)
      return false
    } finally {
      this.#isSending.set(false)
    }
  }

  /** Takes the dialog away; what was typed is there when it is opened again. */
  leave(): void {
    this.#isShown = false
    this.#place.closed(false)
  }

  /** Takes the dialog away and forgets what was typed. */
  giveUp(): void {
    this.#forget()
    this.leave()
  }

  async #make(): Promise<string> {
    const request = this.request()
    const content = JSON.stringify(request)
    if (this.#made?.content === content) return this.#made.pollId
    const client = this.#chat.chatClient
    if (!client) throw new ChatError('auth_failed', 'nobody is connected: call init first')
    const { poll } = await client.createPoll(request)
    this.#made = { content, pollId: poll.id }
    return poll.id
  }

  /** NOTE: the user may be in another channel by now. */
  async #sendMessage(poll_id: string): Promise<void> {
    const { channel, parentId, custom } = this.#place
    const data = { ...custom(), poll_id }
    if (channel === this.#channels.activeChannel())
      await this.#channels.sendMessage('', [], [], parentId, undefined, data)
    else await channel.sendMessage({ ...data, text: '', ...(parentId && { parent_id: parentId }) })
  }

  #done(isSent: boolean): void {
    this.#forget()
    if (this.#isShown) this.#place.closed(isSent)
    this.#isShown = false
  }

  /** What is in the dialog need not stand in the list; where the dialog is gone it does. */
  #refuse(error: unknown): void {
    const t = this.#t()
    if (!this.#isShown) {
      this.#notifications.addError(error, t.pollNotSent)
      return
    }
    if (error instanceof ChatError) forgetFailed(this.#place.channel, error, this.#place.parentId)
    this.#refusal.set(t.failed(t.pollNotSent, describeError(error, t)))
  }

  #forget(): void {
    this.clear()
    this.#made = undefined
    this.#wasTried.set(false)
    this.#refusal.set('')
  }
}
