import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core'
import { ChatClientService, IconComponent, NotificationService } from '@parley/angular'
import { CopyCode } from '../code/copy-code'
import { Look } from '../look/look'
import { NetworkSwitch } from '../server/network-switch'
import { PlaygroundServer } from '../server/playground-server'
import { factsOf, LONG_SECONDS, SHORT_SECONDS, Tokens } from '../visit/tokens'
import { Visit } from '../visit/visit'

/** The token in use: what it says, when it ends, and ways to see it end. */
@Component({
  selector: 'app-token-panel',
  imports: [CopyCode, IconComponent],
  templateUrl: './token-panel.html',
  styleUrls: ['./inspector.css', './token-panel.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokenPanel {
  protected readonly t = inject(Look).words
  protected readonly visit = inject(Visit)
  protected readonly tokens = inject(Tokens)
  protected readonly network = inject(NetworkSwitch)
  protected readonly chat = inject(ChatClientService)
  protected readonly facts = computed(() => factsOf(this.network.token()))
  protected readonly claims = computed(() => JSON.stringify(this.facts()?.claims, null, 2))
  protected readonly userId = computed(() => {
    const identity = this.visit.identity()
    return identity?.kind === 'user' ? identity.id : undefined
  })
  protected readonly isShort = computed(() => this.tokens.seconds() === SHORT_SECONDS)
  protected readonly isStatic = computed(() => {
    const identity = this.visit.identity()
    return identity?.kind === 'user' && identity.token === 'static'
  })
  protected readonly secondsLeft = computed(() => {
    const endMs = this.facts()?.expiresAtMs
    return endMs === undefined ? undefined : Math.max(0, Math.ceil((endMs - this.#nowMs()) / 1000))
  })
  protected readonly countdown = computed(() => this.#countdown())
  readonly #server = inject(PlaygroundServer)
  readonly #notifications = inject(NotificationService)
  readonly #nowMs = signal(Date.now())

  constructor() {
    const timer = setInterval(() => this.#nowMs.set(Date.now()), 500)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }

  /** Tokens that are renewed in time, short ones or usual ones. */
  protected renew(isShort: boolean): Promise<void> {
    return this.visit.withTokens('provider', isShort ? SHORT_SECONDS : LONG_SECONDS)
  }

  protected letExpire(): Promise<void> {
    return this.visit.withTokens('static', SHORT_SECONDS)
  }

  protected async revoke(): Promise<void> {
    try {
      await this.#server.revoke(this.userId() ?? '')
    } catch (error) {
      this.#notifications.add(`${this.t().revokeFailed}: ${(error as Error).message}`, { type: 'error' })
    }
  }

  #countdown(): string {
    const t = this.t()
    const seconds = this.secondsLeft()
    if (seconds === undefined) return t.tokenNeverEnds
    if (seconds === 0) return t.tokenEnded
    const minutes = Math.floor(seconds / 60)
    return t.tokenEndsIn(`${minutes}:${String(seconds % 60).padStart(2, '0')}`)
  }
}
