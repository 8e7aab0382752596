import { DestroyRef, DOCUMENT, Injectable, inject, signal } from '@angular/core'
import type { ClientOptions } from '@parley/client'

type Network = NonNullable<ClientOptions['network']>

/** Whether the device has a network: without one no server can be reached, with one it may still be gone. */
@Injectable({ providedIn: 'root' })
export class NetworkState {
  readonly #isOnline = signal(true)
  readonly #window = inject(DOCUMENT).defaultView ?? undefined
  #source: Network | undefined
  readonly #gone = () => this.#isOnline.set(false)
  readonly #back = () => this.#isOnline.set(true)

  readonly isOnline = this.#isOnline.asReadonly()

  constructor() {
    this.follow()
    inject(DestroyRef).onDestroy(() => this.#unfollow())
  }

  /** Hears of the network from where the client does: the window unless given. */
  follow(source: Network | undefined = this.#window): void {
    this.#unfollow()
    this.#isOnline.set(this.#window?.navigator.onLine !== false)
    source?.addEventListener('offline', this.#gone)
    source?.addEventListener('online', this.#back)
    this.#source = source
  }

  #unfollow(): void {
    this.#source?.removeEventListener('offline', this.#gone)
    this.#source?.removeEventListener('online', this.#back)
  }
}
