import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  signal,
  untracked,
} from '@angular/core'
import {
  type Channel,
  ChannelHeaderComponent,
  ChannelListComponent,
  ChannelService,
  ConnectionBannerComponent,
  IconComponent,
  MessageInputComponent,
  MessageListComponent,
  NotificationListComponent,
  ThreadComponent,
} from '@parley/angular'
import { Inspector } from '../inspector/inspector'
import { InspectorState } from '../inspector/inspector-state'
import { Look } from '../look/look'
import { PlaygroundServer } from '../server/playground-server'
import { Address } from '../visit/address'
import { OpenChannel } from '../visit/open-channel'
import { Visit } from '../visit/visit'
import { EnterFailed } from './enter-failed'
import { GuestDialog } from './guest-dialog'
import { NewChannelDialog } from './new-channel-dialog'
import { TopBar } from './top-bar'

/** The chat: channels, messages, a thread, and behind the scenes. On narrow screens one at a time. */
@Component({
  selector: 'app-chat-page',
  imports: [
    ChannelHeaderComponent,
    ChannelListComponent,
    ConnectionBannerComponent,
    EnterFailed,
    GuestDialog,
    IconComponent,
    Inspector,
    MessageInputComponent,
    MessageListComponent,
    NewChannelDialog,
    NotificationListComponent,
    ThreadComponent,
    TopBar,
  ],
  templateUrl: './chat-page.html',
  styleUrl: './chat-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChatPage {
  protected readonly t = inject(Look).words
  protected readonly visit = inject(Visit)
  protected readonly server = inject(PlaygroundServer)
  protected readonly inspector = inject(InspectorState)
  protected readonly open = inject(OpenChannel)
  protected readonly channel = inject(ChannelService).activeChannel
  protected readonly thread = inject(ChannelService).activeParentMessage
  protected readonly isStarting = signal(false)
  protected readonly isNaming = signal(false)
  protected readonly mayCreate = computed(() => this.visit.identity()?.kind === 'user')
  /** What a search in the list finds beside what is in it. */
  protected readonly searchScope = computed(() => this.open.filter())
  readonly #address = inject(Address)

  constructor() {
    this.#followAddress()
    this.#followChannel()
  }

  protected choose(channel: Channel): void {
    this.open.show(channel)
  }

  protected reloadPage(): void {
    globalThis.location.reload()
  }

  /** Back and on in the browser's history. */
  #followAddress(): void {
    effect(() => {
      const { channel } = this.#address.place()
      if (this.visit.state() !== 'entered') return
      untracked(() => void this.open.follow(channel))
    })
  }

  /** A channel that is gone is not in the address any more. */
  #followChannel(): void {
    let last: Channel | undefined
    effect(() => {
      const channel = this.channel()
      const isGone = last !== undefined && channel === undefined
      last = channel
      if (isGone && this.visit.state() === 'entered') untracked(() => this.open.forget())
    })
  }
}
