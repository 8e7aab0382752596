import { Injectable, inject } from '@angular/core'
import type { Channel } from '@parley/client'
import { channelTitle } from '../format/channel-title'
import { ChatClientService } from '../services/chat-client-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'

/** What can be done to a channel from a list: says so when it failed, and how to undo it. */
@Injectable({ providedIn: 'root' })
export class ChannelActions {
  readonly #client = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)
  readonly #t = inject(TranslationService).texts

  async togglePin(channel: Channel): Promise<void> {
    const isPinned = channel.state.membership?.pinned_at !== undefined
    await this.#try(() => (isPinned ? channel.unpin() : channel.pin()))
  }

  async toggleArchive(channel: Channel): Promise<void> {
    if (channel.state.membership?.archived_at !== undefined) return void this.#try(() => channel.unarchive())
    const isDone = await this.#try(() => channel.archive())
    if (isDone) this.#say(this.#t().channelArchived(this.#title(channel)), () => channel.unarchive())
  }

  async toggleMute(channel: Channel): Promise<void> {
    const { muted } = channel.muteStatus()
    await this.#try(() => (muted ? channel.unmute() : channel.mute()))
  }

  async hide(channel: Channel): Promise<void> {
    const title = this.#title(channel)
    const isDone = await this.#try(() => channel.hide())
    if (isDone) this.#say(this.#t().channelHidden(title), () => channel.show())
  }

  async markRead(channel: Channel): Promise<void> {
    await this.#try(() => channel.markRead())
  }

  /** Whether it was left. */
  async leave(channel: Channel): Promise<boolean> {
    const ownId = this.#client.user()?.id
    return ownId !== undefined && this.#try(() => channel.removeMembers([ownId]))
  }

  async answerInvite(channel: Channel, isAccepted: boolean): Promise<void> {
    await this.#try(() => (isAccepted ? channel.acceptInvite() : channel.rejectInvite()))
  }

  #title(channel: Channel): string {
    return channelTitle(channel.state, this.#client.user()?.id)
  }

  #say(text: string, undo: () => PromiseLike<unknown>): void {
    const run = () => void this.#try(undo)
    this.#notifications.add(text, { type: 'info', action: { label: this.#t().undo, run } })
  }

  async #try(act: () => PromiseLike<unknown>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      this.#notifications.addError(error, this.#t().actionFailed)
      return false
    }
  }
}
