import { ChangeDetectionStrategy, Component, computed, DOCUMENT, inject, output } from '@angular/core'
import {
  AvatarComponent,
  ChannelService,
  ChatClientService,
  IconComponent,
  MenuComponent,
  MenuItemComponent,
  MenuTriggerDirective,
  NotificationService,
  userName,
} from '@parley/angular'
import { InspectorState } from '../inspector/inspector-state'
import { Brand } from '../look/brand'
import { Look } from '../look/look'
import { LookMenu } from '../look/look-menu'
import { type DemoUser, PlaygroundServer } from '../server/playground-server'
import { Address } from '../visit/address'
import type { Identity } from '../visit/identity'
import { Visit } from '../visit/visit'

/** Who one is, how the connection is, and ways to be somebody else. */
@Component({
  selector: 'app-top-bar',
  imports: [
    AvatarComponent,
    Brand,
    IconComponent,
    LookMenu,
    MenuComponent,
    MenuItemComponent,
    MenuTriggerDirective,
  ],
  templateUrl: './top-bar.html',
  styleUrl: './top-bar.css',
  host: { role: 'banner' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TopBar {
  readonly newChannel = output()
  protected readonly t = inject(Look).words
  protected readonly chat = inject(ChatClientService)
  protected readonly visit = inject(Visit)
  protected readonly inspector = inject(InspectorState)
  protected readonly users = computed(() => {
    const state = this.#server.state()
    return state.kind === 'open' ? state.config.users : []
  })
  protected readonly others = computed(() => {
    const identity = this.visit.identity()
    return this.users().filter(({ id }) => identity?.kind !== 'user' || identity.id !== id)
  })
  protected readonly name = computed(() => this.#name())
  /** Whether they can become a user on the connection that they have. */
  protected readonly canUpgrade = computed(
    () => this.visit.identity()?.kind !== 'user' && this.chat.connectionState() === 'connected',
  )
  readonly #server = inject(PlaygroundServer)
  readonly #address = inject(Address)
  readonly #channels = inject(ChannelService)
  readonly #notifications = inject(NotificationService)
  readonly #window = inject(DOCUMENT).defaultView

  protected openAs({ id }: DemoUser): void {
    const identity: Identity = { kind: 'user', id, token: 'provider' }
    const channel = this.#channels.activeChannel()?.cid
    this.#window?.open(this.#address.urlOf({ identity, channel }), '_blank', 'popup,width=480,height=760')
  }

  protected async become(user: DemoUser): Promise<void> {
    if (!this.canUpgrade()) return this.#switchTo(user)
    try {
      await this.visit.upgrade(user.id)
      this.#notifications.add(this.t().upgraded(user.name), { type: 'success' })
    } catch (error) {
      this.#notifications.addError(error, this.t().upgradeFailed)
    }
  }

  protected leave(): void {
    this.#address.go({})
  }

  /** What is open for everybody stays open. */
  #switchTo({ id }: DemoUser): void {
    const channel = this.#channels.activeChannel()
    const identity: Identity = { kind: 'user', id, token: 'provider' }
    this.#address.go({ identity, channel: channel?.type === 'livestream' ? channel.cid : undefined })
  }

  #name(): string {
    const identity = this.visit.identity()
    const user = this.chat.user()
    if (identity?.kind === 'anonymous') return this.t().anonymous
    if (user) return userName(user)
    if (identity?.kind === 'guest') return identity.name
    return this.users().find(({ id }) => id === identity?.id)?.name ?? identity?.id ?? ''
  }
}
