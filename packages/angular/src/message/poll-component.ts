import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import type { LocalMessage } from '@parley/client'
import { AvatarComponent } from '../avatar/avatar-component'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { optionsOf, type PollOptionView } from './poll-view'

/** A message's poll: how it stands, and one's own vote. */
@Component({
  selector: 'parley-poll',
  imports: [AvatarComponent, IconComponent],
  templateUrl: './poll-component.html',
  styleUrl: './poll-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PollComponent {
  /** A message with a `poll`. */
  readonly message = input.required<LocalMessage>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)

  protected readonly t = inject(TranslationService).texts
  protected readonly poll = computed(() => this.message().poll)
  protected readonly isVoting = signal(false)
  protected readonly options = computed(() => {
    const poll = this.poll()
    return poll ? optionsOf(poll, this.canVote()) : []
  })
  protected readonly rule = computed(() => {
    const poll = this.poll()
    if (!poll || poll.is_closed) return this.t().pollClosed
    return this.t().pollRule(poll.enforce_unique_vote ? 1 : (poll.max_votes_allowed ?? undefined))
  })
  protected readonly canVote = computed(() => {
    const { channel } = this.#channels.activeChannelState() ?? {}
    return channel?.own_capabilities?.includes('cast-vote') === true && this.message().status === 'received'
  })
  readonly #channels = inject(ChannelService)
  readonly #chat = inject(ChatClientService)
  readonly #notifications = inject(NotificationService)

  constructor() {
    useTheme()
  }

  protected votersOf({ voters, count }: PollOptionView): string {
    return this.t().reactedBy(voters.map(userName), Math.max(0, count - voters.length))
  }

  /** Votes, or takes the vote back. */
  protected async toggle({ id, ownVoteId }: PollOptionView): Promise<void> {
    const client = this.#chat.chatClient
    const poll = this.poll()
    if (!client || !poll || this.isVoting()) return
    this.isVoting.set(true)
    try {
      if (ownVoteId) await client.removePollVote(this.message().id, poll.id, ownVoteId)
      else await client.castPollVote(this.message().id, poll.id, { option_id: id })
    } catch (error) {
      this.#notifications.addError(error, this.t().voteFailed)
    } finally {
      this.isVoting.set(false)
    }
  }
}
