import { NgTemplateOutlet } from '@angular/common'
import {
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  signal,
} from '@angular/core'
import type { AttachmentAction, LocalMessage } from '@parley/client'
import { AvatarComponent } from '../avatar/avatar-component'
import { clockTime, fullTime } from '../format/time-format'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { describeError } from '../services/describe-error'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { LinkCard } from './attachment-kinds'
import { AttachmentsComponent } from './attachments-component'
import { countEmojiOnly } from './emoji-only'
import { LinkCardComponent } from './link-card-component'
import { locationCard } from './location-card'
import { allowedActions, type MessageAction } from './message-actions'
import { MessageCommands } from './message-commands'
import { MessageStatusComponent } from './message-status-component'
import { MessageTextComponent } from './message-text-component'
import { MessageToolbarComponent } from './message-toolbar-component'
import { PollComponent } from './poll-component'
import { QuotedMessageComponent } from './quoted-message-component'
import { ReactionsComponent } from './reactions-component'
import type { Receipt } from './receipt'

/**
 * One message of the active channel with everything that belongs to it, and what one may do with it.
 *
 * @example `<parley-message [message]="message" />`
 */
@Component({
  selector: 'parley-message',
  imports: [
    AttachmentsComponent,
    AvatarComponent,
    IconComponent,
    LinkCardComponent,
    MessageStatusComponent,
    MessageTextComponent,
    MessageToolbarComponent,
    NgTemplateOutlet,
    PollComponent,
    QuotedMessageComponent,
    ReactionsComponent,
  ],
  templateUrl: './message-component.html',
  styleUrls: ['./message-component.css', './message-bubble.css'],
  host: {
    class: 'parley-root',
    '[class.own]': 'isOwn()',
    '[class.starts-group]': 'startsGroup()',
    '[class.ends-group]': 'endsGroup()',
    '(pointerenter)': 'isHovered.set(true)',
    '(pointerleave)': 'isHovered.set(false)',
    '(focusin)': 'hasFocus.set(true)',
    '(focusout)': 'hasFocus.set(false)',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageComponent {
  readonly message = input.required<LocalMessage>()
  /** Where it stands: in a thread there are no threads. */
  readonly mode = input<'channel' | 'thread'>('channel')
  /** The one in front of it is somebody else's, or long ago: the author is named. */
  readonly startsGroup = input(true)
  /** The one behind it is somebody else's, or long after: the time is told. */
  readonly endsGroup = input(true)
  /** What became of it; of one's own messages. */
  readonly receipt = input<Receipt>()
  /** The keyboard is at this message: its tools are shown, and the Tab key stops in it. */
  readonly isActive = input(false)
  /** Only to be looked at. */
  readonly readonly = input(false, { transform: booleanAttribute })

  protected readonly t = inject(TranslationService).texts
  protected readonly locale = inject(TranslationService).locale
  protected readonly commands = inject(MessageCommands)
  protected readonly template = inject(TemplatesService).message
  readonly #channels = inject(ChannelService)
  readonly #user = inject(ChatClientService).user

  protected readonly isHovered = signal(false)
  protected readonly hasFocus = signal(false)
  protected readonly isMenuOpen = signal(false)
  protected readonly showsTools = computed(
    () => !this.readonly() && (this.isHovered() || this.hasFocus() || this.isActive() || this.isMenuOpen()),
  )
  protected readonly isReachable = computed(() => this.isActive() || this.hasFocus())

  protected readonly ownId = computed(() => this.#user()?.id)
  protected readonly isOwn = computed(() => {
    const { user_id, type } = this.message()
    return user_id === this.ownId() && type !== 'system'
  })
  protected readonly authorName = computed(() => userName(this.message().user) || this.t().unnamedUser)
  protected readonly pinnedBy = computed(() => userName(this.message().pinned_by))
  protected readonly time = computed(() => clockTime(this.message().created_at, this.locale()))
  protected readonly exactTime = computed(() => fullTime(this.message().created_at, this.locale()))
  protected readonly isEdited = computed(() => this.message().message_text_updated_at !== undefined)
  protected readonly isBare = computed(() => {
    const { text, attachments, quoted_message, poll } = this.message()
    return !quoted_message && !poll && attachments.length === 0 && countEmojiOnly(text) > 0
  })
  protected readonly hasReactions = computed(() =>
    Object.values(this.message().reaction_groups ?? {}).some(({ count }) => count > 0),
  )
  protected readonly ownReactions = computed(() => this.message().own_reactions.map(({ type }) => type))
  protected readonly participants = computed(() => (this.message().thread_participants ?? []).slice(0, 3))
  protected readonly failure = computed(() => {
    const { status, error } = this.message()
    return status === 'failed' ? describeError(error, this.t()) : ''
  })
  protected readonly place = computed<LinkCard | undefined>(() => locationCard(this.message(), this.t()))
  protected readonly actions = computed(() => allowedActions(this.message(), this.#context()))
  protected readonly canReact = computed(() => !this.readonly() && this.actions().includes('react'))

  constructor() {
    useTheme()
  }

  protected run(action: MessageAction): void {
    if (action !== 'react') void this.commands.run(action, this.message())
  }

  protected react(type: string): void {
    void this.commands.toggleReaction(type, this.message())
  }

  protected press(action: AttachmentAction): void {
    void this.commands.press(action, this.message())
  }

  protected goTo(messageId: string): void {
    const parentId = this.mode() === 'thread' ? this.message().parent_id : undefined
    void this.#channels.jumpToMessage(messageId, parentId)
  }

  /** Of a reply that is shown in the channel, too: its thread. */
  protected openThread(): void {
    const { parent_id } = this.message()
    const parent = this.#channels.activeChannelMessages().find(({ id }) => id === parent_id)
    if (parent) void this.#channels.setAsActiveParentMessage(parent)
    else if (parent_id) void this.#channels.jumpToMessage(parent_id)
  }

  #context() {
    const user = this.#user()
    const mutes = user?.mutes ?? []
    return {
      ownId: user?.id,
      channel: this.#channels.activeChannelState()?.channel,
      isInThread: this.mode() === 'thread',
      isAnonymous: user === undefined || user.role === 'anonymous',
      isMuted: mutes.some(({ target }) => target.id === this.message().user_id),
    }
  }
}
