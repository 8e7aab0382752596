import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatProgressBar } from '@angular/material/progress-bar'
import type { DeadLetter, DeadLettersResponse } from '@parley/client'
import { path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { growing } from '../../../ui/list/growing'
import { ShowMore } from '../../../ui/list/show-more'
import { type Choice, Select } from '../../../ui/select'
import { Toasts } from '../../../ui/toasts'
import { DeadLetterItem } from './dead-letter-item'
import { shortUrl } from './hook-state'
import type { HookView } from './hook-types'

const PAGE = 25

/** What was given up: to be looked at, delivered once more, or forgotten; one or all. */
@Component({
  selector: 'app-dead-letters',
  imports: [DeadLetterItem, EmptyState, ErrorPanel, MatButton, MatProgressBar, Select, ShowMore],
  templateUrl: './dead-letters.html',
  styleUrl: './deliveries.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DeadLetters {
  readonly hooks = input.required<readonly HookView[]>()
  readonly changed = output()
  readonly #chat = inject(ChatApi)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly hook = signal('')
  protected readonly letters = growing(async (next: string | undefined) => {
    const page = await this.#page(this.hook(), next)
    return { items: page.dead_letters, next: page.next }
  })
  protected readonly choices = computed<readonly Choice<string>[]>(() => [
    { value: '', label: 'All webhooks' },
    ...this.hooks().map(({ id, url }) => ({ value: id, label: shortUrl(url).host + shortUrl(url).rest })),
  ])
  /** How far "all" has come; undefined when it is not under way. */
  protected readonly progress = signal<number | undefined>(undefined)

  protected hostOf({ hook_id }: DeadLetter): string {
    const known = this.hooks().find(hook => hook.id === hook_id)
    return known ? shortUrl(known.url).host : 'a webhook that was deleted'
  }

  protected async retry({ id }: DeadLetter): Promise<void> {
    await this.#do('Deliver it again', 'It is delivered again', () =>
      this.#chat.post(path`/hooks/dead_letters/${id}/retry`),
    )
  }

  protected async forget({ id, type }: DeadLetter): Promise<void> {
    const isAgreed = await this.#ask.confirm({
      heading: 'Forget this delivery?',
      text: `Your backend never hears of this ${type}. This can’t be taken back.`,
      action: 'Forget it',
      isDangerous: true,
    })
    if (isAgreed)
      await this.#do('Forget it', 'Forgotten', () => this.#chat.delete(path`/hooks/dead_letters/${id}`))
  }

  /** One after the other, the oldest first: what was first is delivered first. */
  protected async retryAll(): Promise<void> {
    this.progress.set(0)
    let done = 0
    try {
      for (const { id } of await this.#all()) {
        await this.#chat.post(path`/hooks/dead_letters/${id}/retry`)
        this.progress.set(++done)
      }
      this.#toasts.done(`${done.toLocaleString()} deliveries go out again`)
    } catch (error) {
      this.#toasts.failed(error, `Stopped after ${done}`)
    } finally {
      this.progress.set(undefined)
      await this.#reload()
    }
  }

  async #all(): Promise<DeadLetter[]> {
    const letters: DeadLetter[] = []
    let next: string | undefined
    do {
      const page = await this.#page(this.hook(), next, 100)
      letters.push(...page.dead_letters)
      next = page.next
    } while (next !== undefined)
    return letters.reverse()
  }

  #page(hook: string, next: string | undefined, limit = PAGE): Promise<DeadLettersResponse> {
    return this.#chat.get<DeadLettersResponse>('/hooks/dead_letters', undefined, {
      limit,
      ...(hook !== '' && { hook_id: hook }),
      ...(next !== undefined && { next }),
    })
  }

  async #do(what: string, done: string, act: () => Promise<unknown>): Promise<void> {
    try {
      await act()
      this.#toasts.done(done)
    } catch (error) {
      this.#toasts.failed(error, what)
    }
    await this.#reload()
  }

  async #reload(): Promise<void> {
    await this.letters.reload()
    this.changed.emit()
  }
}
