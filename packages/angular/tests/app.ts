import '@angular/compiler'
import { DOCUMENT } from '@angular/common'
import {
  createEnvironmentInjector,
  type EnvironmentInjector,
  Injector,
  PLATFORM_ID,
  provideZonelessChangeDetection,
} from '@angular/core'
import { eventually, type TestServer } from '@parley/testkit'
import type { ParleyOptions } from '../src/parley-options'
import { provideParley } from '../src/provide-parley'
import { ChannelService } from '../src/services/channel-service'
import { ChatClientService } from '../src/services/chat-client-service'
import { NetworkState } from '../src/services/network-state'
import { NotificationService } from '../src/services/notification-service'
import { PageVisibility } from '../src/services/page-visibility'
import { TemplatesService } from '../src/services/templates-service'
import { ThemeService } from '../src/services/theme-service'
import { TranslationService } from '../src/services/translation-service'

/** Nothing has `providedIn: 'root'` in an injector that is made by hand. */
const SERVICES = [
  ChatClientService,
  ChannelService,
  NetworkState,
  NotificationService,
  PageVisibility,
  TemplatesService,
  ThemeService,
  TranslationService,
]

/** What of a page the services look at. */
export interface TestPage {
  visibilityState: 'visible' | 'hidden'
  /** As the browser tells it. */
  turn(to: 'visible' | 'hidden'): void
}

/** An Angular application as its services see it, without a screen. */
export class TestApp implements AsyncDisposable {
  readonly injector: EnvironmentInjector
  readonly chat: ChatClientService
  readonly channels: ChannelService
  readonly notifications: NotificationService
  readonly server: TestServer

  constructor(server: TestServer, options: ParleyOptions = {}) {
    this.server = server
    const given = { baseURL: server.url, guestStorage: false as const, ...options }
    const nothing = Injector.create({ providers: [] }) as EnvironmentInjector
    this.injector = createEnvironmentInjector(
      [
        provideZonelessChangeDetection(),
        provideParley(given),
        SERVICES,
        pageProvider(),
        { provide: PLATFORM_ID, useValue: 'browser' },
      ],
      nothing,
    )
    this.chat = this.injector.get(ChatClientService)
    this.channels = this.injector.get(ChannelService)
    this.notifications = this.injector.get(NotificationService)
  }

  get page(): TestPage {
    return this.injector.get(DOCUMENT) as unknown as TestPage
  }

  /** Connects a user with a token of the server. */
  async enter(id: string): Promise<this> {
    await this.chat.init(this.server.apiKey, { id, name: id }, this.server.token(id))
    return this
  }

  /** Resolves when the condition holds. */
  until(what: string, condition: () => unknown): Promise<void> {
    return eventually(() => Boolean(condition()), `${what} (${this.chat.user()?.id ?? 'nobody'})`, 8_000)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.chat.disconnectUser()
    this.injector.destroy()
  }
}

/** A document with what the services use of one. */
function pageProvider() {
  const attributes = new Map<string, string>()
  const page = Object.assign(new EventTarget(), {
    visibilityState: 'visible',
    turn(to: 'visible' | 'hidden') {
      page.visibilityState = to
      page.dispatchEvent(new Event('visibilitychange'))
    },
    documentElement: {
      setAttribute: (name: string, value: string) => attributes.set(name, value),
      getAttribute: (name: string) => attributes.get(name) ?? null,
      removeAttribute: (name: string) => attributes.delete(name),
    },
  })
  return { provide: DOCUMENT, useValue: page }
}
