import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import type { Channel } from '@parley/client'
import { channelSignal } from '../format/channel-signal'
import { IconComponent } from '../icon/icon-component'
import { MenuComponent } from '../menu/menu-component'
import { MenuItemComponent } from '../menu/menu-item-component'
import { ChatClientService } from '../services/chat-client-service'
import { TranslationService } from '../services/translation-service'
import { ChannelActions } from './channel-actions'

/** What the connected user can do to a channel. Stands in a template that `parleyMenuFor` opens. */
@Component({
  selector: 'parley-channel-menu',
  imports: [IconComponent, MenuComponent, MenuItemComponent],
  templateUrl: './channel-menu.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelMenuComponent {
  readonly channel = input.required<Channel>()
  /** The user wants to leave: ask first. */
  readonly leaveAsked = output()
  protected readonly actions = inject(ChannelActions)
  protected readonly t = inject(TranslationService).texts
  protected readonly isMember = computed(() => this.#state()?.membership?.status === 'member')
  protected readonly isPinned = computed(() => this.#state()?.membership?.pinned_at !== undefined)
  protected readonly isArchived = computed(() => this.#state()?.membership?.archived_at !== undefined)
  protected readonly isUnread = computed(() => (this.#state()?.unread_count ?? 0) > 0)
  protected readonly isMuted = computed(() => this.#user() !== undefined && this.channel().muteStatus().muted)
  protected readonly canMute = computed(() => this.#can('mute-channel'))
  protected readonly canLeave = computed(() => this.isMember() && this.#can('remove-own-channel-membership'))
  readonly #user = inject(ChatClientService).user
  readonly #state = channelSignal(this.channel)

  /** What is not known is tried: the server says what is wrong. */
  #can(action: string): boolean {
    return this.#state()?.channel?.own_capabilities?.includes(action) ?? true
  }
}
