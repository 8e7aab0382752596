import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import type { ChatClient, LocalMessage, PollResponse, PollVote } from '@parley/client'
import { AvatarComponent } from '../avatar/avatar-component'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { PollCommentsComponent } from './poll-comments-component'
import { PollEntryComponent } from './poll-entry-component'
import { optionsOf, type PollOptionView } from './poll-view'

/** Options that a poll may have; the server takes no more. */
const MAX_OPTIONS = 32

/** A message's poll: how it stands, one's own vote, and what one can add to it. */
@Component({
  selector: 'parley-poll',
  imports: [AvatarComponent, IconComponent, PollCommentsComponent, PollEntryComponent],
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
  protected readonly canSuggest = computed(() => {
    const { options = [], is_closed, allow_user_suggested_options } = this.poll() ?? {}
    const hasRoom = options.length < MAX_OPTIONS
    return this.canVote() && !is_closed && allow_user_suggested_options === true && hasRoom
  })
  protected readonly canComment = computed(() => {
    const poll = this.poll()
    return this.canVote() && poll?.allow_answers === true && !poll.is_closed
  })
  protected readonly ownComment = computed(() => this.poll()?.own_votes.find(vote => vote.is_answer))
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
    if (this.isVoting()) return
    this.isVoting.set(true)
    await this.#attempt(this.t().voteFailed, (client, poll) =>
      ownVoteId
        ? client.removePollVote(this.message().id, poll.id, ownVoteId)
        : client.castPollVote(this.message().id, poll.id, { option_id: id }),
    )
    this.isVoting.set(false)
  }

  protected readonly suggest = (text: string): Promise<boolean> =>
    this.#attempt(this.t().pollOptionFailed, (client, poll) => client.createPollOption(poll.id, { text }))

  protected readonly comment = (text: string): Promise<boolean> =>
    this.#attempt(this.t().pollCommentFailed, (client, poll) =>
      client.addPollAnswer(this.message().id, poll.id, text),
    )

  protected removeComment({ id }: PollVote): void {
    void this.#attempt(this.t().pollCommentFailed, (client, poll) =>
      client.removePollVote(this.message().id, poll.id, id),
    )
  }

  /** Does something with the poll; a failure is said. */
  async #attempt(
    whatFailed: string,
    run: (client: ChatClient, poll: PollResponse) => Promise<unknown>,
  ): Promise<boolean> {
    const client = this.#chat.chatClient
    const poll = this.poll()
    if (!client || !poll) return false
    try {
      await run(client, poll)
      return true
    } catch (error) {
      this.#notifications.addError(error, whatFailed)
      return false
    }
  }
}
