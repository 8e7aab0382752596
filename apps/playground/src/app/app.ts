import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  untracked,
} from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { ChatClientService, useTheme } from '@parley/angular'
import { filter } from 'rxjs'
import { ChatPage } from './chat/chat-page'
import { EventLog } from './inspector/event-log'
import { Look } from './look/look'
import { PlaygroundServer } from './server/playground-server'
import { ServerPage } from './server/server-page'
import { Address } from './visit/address'
import { isSame } from './visit/identity'
import { Visit } from './visit/visit'
import { WelcomePage } from './welcome/welcome-page'

const RETRY_MS = 3_000

/** Which of the pages is shown: about the server, who to be, or the chat. */
@Component({
  selector: 'app-root',
  imports: [ChatPage, ServerPage, WelcomePage],
  template: `
    @if (server.state().kind !== 'open') {
      <app-server-page />
    } @else if (visit.identity()) {
      <app-chat-page />
    } @else {
      <app-welcome-page />
    }
  `,
  styleUrl: './app.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class App {
  protected readonly server = inject(PlaygroundServer)
  protected readonly visit = inject(Visit)
  readonly #address = inject(Address)
  readonly #identity = computed(() => this.#address.place().identity, { equal: isSame })
  readonly #isOpen = computed(() => this.server.state().kind === 'open')

  constructor() {
    useTheme()
    inject(Look)
    inject(EventLog)
    void this.server.load()
    this.#loadAgain()
    this.#askAfterRecovery()
    this.#followAddress()
  }

  /** A server that is not there yet may come. */
  #loadAgain(): void {
    const timer = setInterval(() => {
      const { kind } = this.server.state()
      if (kind !== 'open' && kind !== 'loading') void this.server.load()
    }, RETRY_MS)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }

  /** The server that is back may be another version, or in another mode. */
  #askAfterRecovery(): void {
    const recovered = inject(ChatClientService).events$.pipe(
      filter(({ type }) => type === 'connection.recovered'),
      takeUntilDestroyed(),
    )
    recovered.subscribe(() => void this.server.load())
  }

  /** The address says who is here: after a reload, and when somebody goes back or on. */
  #followAddress(): void {
    effect(() => {
      const identity = this.#identity()
      if (!this.#isOpen()) return
      untracked(() => void (identity ? this.visit.enter(identity) : this.visit.leave()))
    })
  }
}
