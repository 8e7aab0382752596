import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { CheckQueueResponse } from '@parley/client'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { adviceFor } from './delivery-advice'
import type { QueueKind } from './hook-types'
import { Hooks } from './hooks'
import type { QueueDraft } from './queue-draft'

/** Sends a queue or a topic a sample as it is typed, before it is saved. */
@Component({
  selector: 'app-queue-check',
  imports: [ErrorPanel, Icon, MatButton],
  templateUrl: './queue-check.html',
  styleUrl: './queue-check.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QueueCheck {
  readonly kind = input.required<QueueKind>()
  readonly draft = input.required<QueueDraft>()
  readonly isWhole = input.required<boolean>()
  /** Somebody wants to know: what is missing may be said. */
  readonly tried = output()
  readonly #hooks = inject(Hooks)
  protected readonly isSending = signal(false)
  /** What came back is about what was asked, no longer about another draft. */
  protected readonly result = linkedSignal<unknown, CheckQueueResponse | undefined>({
    source: () => [this.kind(), this.draft()],
    computation: () => undefined,
  })
  protected readonly error = linkedSignal<unknown, unknown>({
    source: () => [this.kind(), this.draft()],
    computation: () => undefined,
  })
  protected readonly works = computed(() => this.result()?.status === 'ok')
  protected readonly advice = computed(() => {
    const { error, data } = this.result() ?? {}
    const status = typeof data?.http_status === 'number' ? data.http_status : null
    return error ? adviceFor({ error, status }) : ''
  })

  protected readonly outcome = viewChild.required<ElementRef<HTMLElement>>('outcome')

  constructor() {
    // It is below what may be a long form.
    afterRenderEffect(() => {
      if (this.result() ?? this.error()) this.outcome().nativeElement.scrollIntoView({ block: 'nearest' })
    })
  }

  protected async check(): Promise<void> {
    this.tried.emit()
    if (!this.isWhole() || this.isSending()) return
    const draft = this.draft()
    this.isSending.set(true)
    this.result.set(undefined)
    this.error.set(undefined)
    try {
      const result = await this.#hooks.check(this.kind(), draft)
      if (this.draft() === draft) this.result.set(result)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSending.set(false)
    }
  }
}
