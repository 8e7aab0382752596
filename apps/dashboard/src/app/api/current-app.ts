import { computed, Injectable, inject, signal } from '@angular/core'
import { Api, path } from './api'
import type { AppView, Authentication } from './types'

interface AppReply {
  readonly app: AppView
  readonly authentication: Authentication
  /** Whether the chat at the server's `/` is this app's, and open. */
  readonly has_playground: boolean
}

/** The app that the address names; there while a page below `/apps/:app` is. */
@Injectable({ providedIn: 'root' })
export class CurrentApp {
  readonly #api = inject(Api)
  readonly #reply = signal<AppReply | undefined>(undefined)

  /** Undefined outside an app. */
  readonly opened = computed(() => this.#reply()?.app)
  readonly authentication = computed(() => this.#reply()?.authentication)
  readonly hasPlayground = computed(() => this.#reply()?.has_playground ?? false)

  /** Inside an app. */
  app(): AppView {
    const app = this.opened()
    if (!app) throw new Error('no app is open here')
    return app
  }

  key(): string {
    return this.app().api_key
  }

  /** @throws ApiError 404 where there is no such app, or it is somebody else's */
  async open(key: string): Promise<void> {
    if (this.opened()?.api_key !== key) this.close()
    this.#reply.set(await this.#api.get<AppReply>(path`/apps/${key}`))
  }

  close(): void {
    this.#reply.set(undefined)
  }

  async reload(): Promise<void> {
    await this.open(this.key())
  }

  /** After a change whose answer is the new state. */
  took(changed: Partial<AppReply>): void {
    this.#reply.update(reply => reply && { ...reply, ...changed })
  }
}
