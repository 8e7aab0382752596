import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core'
import type { Channel } from '@parley/client'
import { ChannelAvatarComponent } from '../avatar/channel-avatar-component'
import { channelTitle } from '../format/channel-title'
import { ChatClientService } from '../services/chat-client-service'
import { TranslationService } from '../services/translation-service'
import { ChannelActions } from './channel-actions'

/** Channels that the user is asked to join, each with yes and no. */
@Component({
  selector: 'parley-invite-list',
  imports: [ChannelAvatarComponent],
  templateUrl: './invite-list.html',
  styleUrl: './invite-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InviteListComponent {
  readonly channels = input.required<readonly Channel[]>()
  protected readonly t = inject(TranslationService).texts
  protected readonly user = inject(ChatClientService).user
  /** Cids of those that are being answered. */
  protected readonly answering = signal<ReadonlySet<string | undefined>>(new Set())
  readonly #actions = inject(ChannelActions)

  protected titleOf(channel: Channel): string {
    return channelTitle(channel.state, this.user()?.id) || this.t().unnamedChannel
  }

  protected async answer(channel: Channel, isAccepted: boolean): Promise<void> {
    this.answering.update(cids => new Set([...cids, channel.cid]))
    await this.#actions.answerInvite(channel, isAccepted)
    this.answering.update(cids => new Set([...cids].filter(cid => cid !== channel.cid)))
  }
}
