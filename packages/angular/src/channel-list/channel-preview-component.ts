import { CdkContextMenuTrigger } from '@angular/cdk/menu'
import { NgTemplateOutlet } from '@angular/common'
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  output,
  viewChild,
} from '@angular/core'
import type { Channel } from '@parley/client'
import { ChannelAvatarComponent } from '../avatar/channel-avatar-component'
import { channelSignal } from '../format/channel-signal'
import { channelTitle } from '../format/channel-title'
import { MinuteClock } from '../format/minute-clock'
import { type PreviewLine, previewLine } from '../format/preview-line'
import { listTime } from '../format/time-format'
import { IconComponent } from '../icon/icon-component'
import { MenuTriggerDirective } from '../menu/menu-trigger-directive'
import { ChatClientService } from '../services/chat-client-service'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { ChannelMenuComponent } from './channel-menu-component'

const NOTHING: PreviewLine = { kind: 'empty', by: '', text: '' }

/** One channel of a list: who it is, what is new, and a menu of what can be done. */
@Component({
  selector: 'parley-channel-preview',
  imports: [
    CdkContextMenuTrigger,
    ChannelAvatarComponent,
    ChannelMenuComponent,
    IconComponent,
    MenuTriggerDirective,
    NgTemplateOutlet,
  ],
  templateUrl: './channel-preview.html',
  styleUrl: './channel-preview.css',
  host: { class: 'parley-root', '[class.active]': 'isActive()', '[class.unread]': 'unread() > 0' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelPreviewComponent {
  readonly channel = input.required<Channel>()
  /** It is the one on the screen. */
  readonly isActive = input(false)
  /** The tab key stops here. */
  readonly isTabStop = input(true)
  readonly chosen = output()
  /** The user wants to leave the channel: ask first. */
  readonly leaveAsked = output()

  protected readonly t = inject(TranslationService).texts
  protected readonly template = inject(TemplatesService).channelPreview
  protected readonly user = inject(ChatClientService).user
  protected readonly title = computed(
    () => channelTitle(this.#state(), this.user()?.id) || this.t().unnamedChannel,
  )
  protected readonly line = computed(() => this.#line())
  protected readonly time = computed(() => this.#time())
  protected readonly unread = computed(() => this.#state()?.unread_count ?? 0)
  protected readonly isMuted = computed(() => this.user() !== undefined && this.channel().muteStatus().muted)
  readonly #state = channelSignal(this.channel)
  readonly #nowMs = inject(MinuteClock).nowMs
  protected readonly row = viewChild.required<ElementRef<HTMLButtonElement>>('button')

  constructor() {
    useTheme()
  }

  /** Puts the focus on the row. */
  focus(): void {
    this.row().nativeElement.focus()
  }

  #line(): PreviewLine {
    const state = this.#state()
    return state ? previewLine(state, { ownId: this.user()?.id, t: this.t() }) : NOTHING
  }

  #time(): { at: string; text: string } | undefined {
    const at = this.#state()?.latestMessages.at(-1)?.created_at ?? this.#state()?.channel?.last_message_at
    return at ? { at, text: listTime(at, this.t().locale, this.#nowMs()) } : undefined
  }
}
