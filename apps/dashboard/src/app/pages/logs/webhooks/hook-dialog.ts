import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatRadioModule } from '@angular/material/radio'
import { MatSlideToggle } from '@angular/material/slide-toggle'
import { ErrorPanel } from '../../../ui/error-panel'
import { EventPicker } from './event-picker'
import type { HookView } from './hook-types'
import { Hooks } from './hooks'

const MAX_PENDING_SECONDS = 30 * 24 * 3600

/** Makes a webhook, or changes one. Closes with true when it was saved. */
@Component({
  imports: [
    ErrorPanel,
    EventPicker,
    MatButton,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    MatRadioModule,
    MatSlideToggle,
  ],
  templateUrl: './hook-dialog.html',
  styleUrl: './hook-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HookDialog {
  protected readonly hook = inject<HookView | undefined>(MAT_DIALOG_DATA, { optional: true }) ?? undefined
  readonly #dialog = inject<MatDialogRef<HookDialog, boolean>>(MatDialogRef)
  readonly #hooks = inject(Hooks)
  protected readonly kind = signal<'webhook' | 'pending_message'>(
    this.hook?.kind === 'pending_message' ? 'pending_message' : 'webhook',
  )
  protected readonly url = signal(this.hook?.url ?? '')
  protected readonly types = signal(this.hook?.types)
  protected readonly isEnabled = signal(this.hook?.isEnabled ?? true)
  protected readonly waitSeconds = signal(
    this.hook?.timeoutMs === undefined ? '' : String(this.hook.timeoutMs / 1000),
  )
  /** Nothing is complained of before somebody tried. */
  protected readonly isTried = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)

  protected readonly urlProblem = computed(() => {
    const url = this.url().trim()
    if (url === '') return 'Where should it go? Such as https://shop.example/chat-events'
    return /^https?:$/.test(URL.parse(url)?.protocol ?? '')
      ? ''
      : 'Must begin with https:// or http://, and name a host'
  })
  protected readonly typesProblem = computed(() =>
    this.kind() === 'webhook' && this.types()?.length === 0 ? 'Choose one event at least, or all' : '',
  )
  protected readonly waitProblem = computed(() => {
    const text = this.waitSeconds().trim()
    if (text === '' || this.kind() !== 'pending_message') return ''
    const seconds = Number(text)
    return Number.isInteger(seconds) && seconds >= 0 && seconds <= MAX_PENDING_SECONDS
      ? ''
      : 'Must be a whole number of seconds, 30 days at most'
  })
  protected readonly isValid = computed(
    () => !this.urlProblem() && !this.typesProblem() && !this.waitProblem(),
  )
  /** Plain http shows what people write to everybody on the way. */
  protected readonly isPlain = computed(() => {
    const url = URL.parse(this.url().trim())
    return url?.protocol === 'http:' && !/^(localhost|127\.|10\.|192\.168\.|\[::1\])/.test(url.hostname)
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

  #draft() {
    const seconds = this.waitSeconds().trim()
    return {
      id: this.hook?.id,
      kind: this.kind(),
      url: this.url().trim(),
      isEnabled: this.isEnabled(),
      types: this.types(),
      timeoutMs: seconds === '' ? undefined : Number(seconds) * 1000,
    }
  }
}
