import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  linkedSignal,
  output,
  signal,
} from '@angular/core'
import type { ConnectionState } from '@parley/client'
import { IconComponent } from '../icon/icon-component'
import { ChatClientService } from '../services/chat-client-service'
import { NetworkState } from '../services/network-state'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { bannerNotice } from './banner-notice'

/** A loss that is over sooner is not worth a word. */
const PATIENCE_MS = 1_000

/**
 * What is wrong with the connection and what to do; nothing while all is well.
 *
 * @example `<parley-connection-banner (signIn)="signIn()" />`
 */
@Component({
  selector: 'parley-connection-banner',
  imports: [IconComponent],
  templateUrl: './connection-banner.html',
  styleUrl: './connection-banner.css',
  host: { class: 'parley-root', 'aria-live': 'polite' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ConnectionBannerComponent {
  /** The server ended the connection for good, and the user wants to connect again. */
  readonly signIn = output()
  protected readonly t = inject(TranslationService).texts
  readonly #client = inject(ChatClientService)
  readonly #network = inject(NetworkState)
  /** While it is tried again and again what is said stays the same. */
  readonly #hasFailed = linkedSignal<ConnectionState, boolean>({
    source: this.#client.connectionState,
    computation: (state, before) => state === 'offline' || (state === 'connecting' && before?.value === true),
  })
  readonly #notice = computed(() =>
    bannerNotice(
      {
        connection: this.#client.connectionState(),
        problem: this.#client.connectionProblem(),
        isOnline: this.#network.isOnline(),
        hasFailed: this.#hasFailed(),
      },
      this.t(),
    ),
  )
  readonly #isWaiting = computed(() => this.#notice()?.kind === 'waiting')
  /** Whether the loss has lasted, however often it was tried to end it meanwhile. */
  readonly #hasLasted = signal(false)
  protected readonly shown = computed(() =>
    this.#isWaiting() && !this.#hasLasted() ? undefined : this.#notice(),
  )

  constructor() {
    useTheme()
    effect(onCleanup => {
      this.#hasLasted.set(false)
      if (!this.#isWaiting()) return
      const timer = setTimeout(() => this.#hasLasted.set(true), PATIENCE_MS)
      onCleanup(() => clearTimeout(timer))
    })
  }
}
