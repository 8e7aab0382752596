import {
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  output,
  signal,
} from '@angular/core'
import type { Channel } from '@parley/client'
import { ChannelAvatarComponent } from '../avatar/channel-avatar-component'
import { ChannelActions } from '../channel-list/channel-actions'
import { ChannelMenuComponent } from '../channel-list/channel-menu-component'
import { ConfirmComponent } from '../confirm/confirm-component'
import { channelTitle, directPartner } from '../format/channel-title'
import { MinuteClock } from '../format/minute-clock'
import { typingText } from '../format/preview-line'
import { IconComponent } from '../icon/icon-component'
import { MenuTriggerDirective } from '../menu/menu-trigger-directive'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { channelSubtitle } from './channel-subtitle'

/**
 * What the active channel is, who is there and who types.
 *
 * What stands in it is shown at its end: buttons of the app's own. Its back button is there on
 * narrow screens, where the list and the messages don't stand side by side.
 *
 * @example `<parley-channel-header withBack (back)="showList()"><button>…</button></parley-channel-header>`
 */
@Component({
  selector: 'parley-channel-header',
  imports: [
    ChannelAvatarComponent,
    ChannelMenuComponent,
    ConfirmComponent,
    IconComponent,
    MenuTriggerDirective,
  ],
  templateUrl: './channel-header.html',
  styleUrl: './channel-header.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelHeaderComponent {
  /** Whether there is a way back on narrow screens. */
  readonly withBack = input(false, { transform: booleanAttribute })
  /** Whether there is a menu of what can be done to the channel. */
  readonly withMenu = input(true)
  /** The user wants to see the list again. */
  readonly back = output()

  protected readonly leaving = signal<Channel | undefined>(undefined)
  protected readonly t = inject(TranslationService).texts
  protected readonly user = inject(ChatClientService).user
  protected readonly channel = inject(ChannelService).activeChannel
  protected readonly title = computed(
    () => channelTitle(this.#state(), this.user()?.id) || this.t().unnamedChannel,
  )
  protected readonly typing = computed(() => this.#typing())
  protected readonly subtitle = computed(() => this.#subtitle())
  protected readonly isFrozen = computed(() => this.#state()?.channel?.frozen === true)
  protected readonly slowSeconds = computed(() => this.#state()?.channel?.cooldown ?? 0)
  protected readonly isMuted = computed(
    () => this.user() !== undefined && this.channel()?.muteStatus().muted === true,
  )
  readonly #state = inject(ChannelService).activeChannelState
  readonly #typists = inject(ChannelService).usersTypingInChannel
  readonly #actions = inject(ChannelActions)
  readonly #nowMs = inject(MinuteClock).nowMs

  constructor() {
    useTheme()
  }

  protected async leave(channel: Channel): Promise<void> {
    this.leaving.set(undefined)
    await this.#actions.leave(channel)
  }

  #typing(): string {
    const typists = this.#typists()
    const isDirect = directPartner(this.#state(), this.user()?.id) !== undefined
    return typists.length > 0 ? typingText(typists, this.t(), isDirect) : ''
  }

  #subtitle(): string {
    const state = this.#state()
    return state ? channelSubtitle(state, { ownId: this.user()?.id, t: this.t(), nowMs: this.#nowMs() }) : ''
  }
}
