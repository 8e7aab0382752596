import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  type ElementRef,
  effect,
  Injector,
  inject,
  input,
  signal,
  untracked,
  viewChild,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Router } from '@angular/router'
import type { MessageResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { OpenChannel } from '../open-channel'
import { withDays } from './days'
import { FlaggedMessages } from './flagged-messages'
import { MessageHistory } from './message-history'
import { MessageRow } from './message-row'
import { MessageThread } from './message-thread'
import { SearchMessages } from './search-messages'
import { SendMessage } from './send-message'

const POLL_MS = 4_000
/** So near the end one wants to see what comes. */
const NEAR_END_PX = 120

/** The history of a channel, and what an operator does in it. `at` is the id of a message to be shown. */
@Component({
  selector: 'app-channel-messages',
  imports: [EmptyState, ErrorPanel, Icon, MatButton, MessageRow, MessageThread, SearchMessages, SendMessage],
  providers: [FlaggedMessages, MessageHistory],
  templateUrl: './channel-messages.html',
  styleUrls: ['../../../ui/controls.css', './channel-messages.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelMessages {
  readonly at = input<string>()
  protected readonly history = inject(MessageHistory)
  protected readonly session = inject(Session)
  protected readonly app = inject(CurrentApp)
  protected readonly channel = inject(OpenChannel)
  readonly #chat = inject(ChatApi)
  readonly #router = inject(Router)
  readonly #injector = inject(Injector)
  protected readonly box = viewChild<ElementRef<HTMLElement>>('box')
  protected readonly isSearching = signal(false)
  protected readonly rows = computed(() => withDays(this.history.messages()))
  /** Of messages whose replies are shown. */
  protected readonly threads = signal<ReadonlySet<string>>(new Set())
  /** Came while one was reading further up. */
  protected readonly unseen = signal(0)
  readonly #flagged = inject(FlaggedMessages)
  protected readonly flagged = this.#flagged.ids

  constructor() {
    effect(() => {
      this.channel.cid()
      const at = this.at()
      untracked(() => void this.#open(at))
    })
    effect(() => {
      const ids = this.history.messages().map(({ id }) => id)
      untracked(() => void this.#flagged.ask(ids))
    })
    const timer = setInterval(() => document.visibilityState === 'visible' && void this.#poll(), POLL_MS)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }

  /** Stands in the address, so that it can be passed on. */
  protected async go(message: string | null): Promise<void> {
    if ((this.at() ?? null) === message) return this.#open(message ?? undefined)
    await this.#router.navigate([], { queryParams: { message }, queryParamsHandling: 'merge' })
  }

  protected async goToTime(local: string): Promise<void> {
    const at = new Date(local)
    if (Number.isNaN(at.getTime())) return
    await this.history.openAround({ created_at_around: at.toISOString() })
    this.#afterRender(() => this.#scrollTo(this.#firstSince(at.toISOString())))
  }

  /** What is read stays where it is, however much comes above it. */
  protected async older(): Promise<void> {
    const box = this.box()?.nativeElement
    const fromEnd = box ? box.scrollHeight - box.scrollTop : 0
    await this.history.older()
    this.#afterRender(() => {
      if (box) box.scrollTop = box.scrollHeight - fromEnd
    })
  }

  protected async sent(message: MessageResponse): Promise<void> {
    await this.history.sent(message)
    this.#scrollToEnd()
    void this.channel.reload()
  }

  protected toggleThread(id: string): void {
    this.threads.update(open => {
      const next = new Set(open)
      if (!next.delete(id)) next.add(id)
      return next
    })
  }

  protected scrolled(): void {
    if (this.#isNearEnd()) this.unseen.set(0)
  }

  protected toEnd(): void {
    this.#scrollToEnd()
    this.unseen.set(0)
  }

  async #open(at: string | undefined): Promise<void> {
    this.unseen.set(0)
    if (at === undefined) {
      await this.history.openNewest()
      return this.#scrollToEnd()
    }
    await this.history.openAround({ id_around: at })
    if (!this.history.messages().some(({ id }) => id === at)) await this.#openThreadOf(at)
    this.#afterRender(() => this.#scrollTo(at))
  }

  /** A reply is not in the channel's own history: its parent is. */
  async #openThreadOf(id: string): Promise<void> {
    try {
      const { message } = await this.#chat.get<{ message: MessageResponse }>(
        `/messages/${encodeURIComponent(id)}`,
      )
      if (!message.parent_id) return
      await this.history.openAround({ id_around: message.parent_id })
      this.threads.update(open => new Set([...open, message.parent_id as string]))
    } catch {
      // The history says why: it was asked for the same id.
    }
  }

  async #poll(): Promise<void> {
    const wasNearEnd = this.#isNearEnd()
    const known = new Set(this.history.messages().map(({ id }) => id))
    try {
      await this.history.poll()
    } catch {
      // The next time may work; what is shown stays.
      return
    }
    const added = this.history.messages().filter(({ id }) => !known.has(id)).length
    if (added === 0) return
    if (wasNearEnd) this.#scrollToEnd()
    else this.unseen.update(count => count + added)
  }

  #firstSince(at: string): string | undefined {
    const messages = this.history.messages()
    return (messages.find(({ created_at }) => created_at >= at) ?? messages.at(-1))?.id
  }

  #isNearEnd(): boolean {
    const box = this.box()?.nativeElement
    return !box || box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PX
  }

  #scrollToEnd(): void {
    this.#afterRender(() => {
      const box = this.box()?.nativeElement
      if (box) box.scrollTop = box.scrollHeight
    })
  }

  #scrollTo(id: string | undefined): void {
    const box = this.box()?.nativeElement
    const row = [...(box?.querySelectorAll<HTMLElement>('[data-message]') ?? [])].find(
      each => each.dataset.message === id,
    )
    if (box && row) box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - 64
  }

  #afterRender(act: () => void): void {
    afterNextRender({ read: act }, { injector: this.#injector })
  }
}
