import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { MatSlideToggle } from '@angular/material/slide-toggle'
import { ErrorPanel } from '../../../ui/error-panel'
import { FieldProblem } from '../../../ui/field-problem'
import { EventPicker } from './event-picker'
import { hookNoun } from './hook-state'
import type { HookKind, HookView } from './hook-types'
import { type HookDraft, Hooks } from './hooks'
import { QueueCheck } from './queue-check'
import { isQueue, NO_QUEUE, type QueueDraft, queueProblems } from './queue-draft'
import { QueueFields } from './queue-fields'
import { addressProblem, isPlainHttp } from './webhook-address'

const KINDS: readonly { readonly kind: HookKind; readonly label: string; readonly about: string }[] = [
  { kind: 'webhook', label: 'Webhook', about: 'POST requests to your backend' },
  { kind: 'sqs', label: 'Amazon SQS', about: 'messages in a queue' },
  { kind: 'sns', label: 'Amazon SNS', about: 'messages of a topic' },
  {
    kind: 'pending_message',
    label: 'Webhook of pending messages',
    about: 'told of messages that wait until your backend commits them',
  },
]

const MAX_PENDING_SECONDS = 30 * 24 * 3600

/** Makes a webhook, a queue or a topic, or changes one. Closes with true when it was saved. */
@Component({
  imports: [
    ErrorPanel,
    EventPicker,
    FieldProblem,
    MatButton,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    MatRadioModule,
    MatSlideToggle,
    QueueCheck,
    QueueFields,
  ],
  templateUrl: './hook-dialog.html',
  styleUrl: './hook-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HookDialog {
  protected readonly hook = inject<HookView | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined
  readonly #dialog = inject<MatDialogRef<HookDialog, boolean>>(MatDialogRef)
  readonly #hooks = inject(Hooks)
  protected readonly kinds = KINDS
  protected readonly kind = signal<HookKind>(this.hook?.kind ?? 'webhook')
  protected readonly noun = computed(() => hookNoun(this.kind()))
  protected readonly queueKind = computed(() => {
    const kind = this.kind()
    return isQueue(kind) ? kind : undefined
  })
  protected readonly url = signal(this.hook?.url ?? '')
  protected readonly queue = signal<QueueDraft>({
    ...NO_QUEUE,
    ...this.hook?.queue,
    name: this.hook?.url ?? '',
  })
  protected readonly keptKey = this.hook?.queue?.key
  protected readonly types = signal(this.hook?.types)
  protected readonly isEnabled = signal(this.hook?.isEnabled ?? true)
  protected readonly waitSeconds = signal(
    this.hook?.timeoutMs === undefined ? '' : String(this.hook.timeoutMs / 1000),
  )
  /** Nothing is complained of before somebody tried. */
  protected readonly isTried = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)

  protected readonly urlProblem = computed(() =>
    this.url().trim() === ''
      ? 'Where should it go? Such as https://shop.example/chat-events'
      : addressProblem(this.url()),
  )
  protected readonly isPlain = computed(() => isPlainHttp(this.url()))
  protected readonly isQueueWhole = computed(() => {
    const kind = this.queueKind()
    return kind !== undefined && Object.keys(queueProblems(kind, this.queue(), this.keptKey)).length === 0
  })
  protected readonly typesProblem = computed(() =>
    this.kind() !== 'pending_message' && this.types()?.length === 0
      ? 'Choose one event at least, or all'
      : '',
  )
  protected readonly waitProblem = computed(() => {
    const text = this.waitSeconds().trim()
    if (text === '' || this.kind() !== 'pending_message') return ''
    const seconds = Number(text)
    return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_PENDING_SECONDS
      ? ''
      : 'Must be a whole number of seconds, 30 days at most'
  })
  protected readonly isValid = computed(() => {
    const hasTarget = this.queueKind() ? this.isQueueWhole() : this.urlProblem() === ''
    return hasTarget && !this.typesProblem() && !this.waitProblem()
  })

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    this.isTried.set(true)
    if (!this.isValid()) return
    this.isSaving.set(true)
    this.error.set(undefined)
    try {
      await this.#hooks.save(this.#draft())
      this.#dialog.close(true)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }

  #draft(): HookDraft {
    const seconds = this.waitSeconds().trim()
    const isOfQueue = this.queueKind() !== undefined
    return {
      id: this.hook?.id,
      kind: this.kind(),
      url: (isOfQueue ? this.queue().name : this.url()).trim(),
      queue: isOfQueue ? this.queue() : undefined,
      isEnabled: this.isEnabled(),
      types: this.types(),
      timeoutMs: seconds === '' ? undefined : Number(seconds) * 1000,
    }
  }
}
