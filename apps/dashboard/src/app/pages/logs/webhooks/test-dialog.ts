import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatSelectModule } from '@angular/material/select'
import { CodeBlock } from '../../../ui/code-block'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { adviceFor } from './delivery-advice'
import { EVENT_GROUPS } from './hook-events'
import type { TestedHook } from './hook-tester'
import type { HookTest } from './hook-types'
import { Hooks } from './hooks'

/** Sends a hook a sample, and shows what came back. */
@Component({
  imports: [CodeBlock, ErrorPanel, MatButton, MatDialogModule, MatFormFieldModule, MatSelectModule, Icon],
  templateUrl: './test-dialog.html',
  styleUrl: './test-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TestDialog {
  protected readonly hook = inject<TestedHook>(MAT_DIALOG_DATA)
  readonly #hooks = inject(Hooks)
  protected readonly types = this.hook.types ?? EVENT_GROUPS.flatMap(group => group.types)
  protected readonly type = signal(this.types[0])
  protected readonly isSending = signal(false)
  protected readonly result = signal<HookTest | undefined>(undefined)
  protected readonly error = signal<unknown>(undefined)
  protected readonly payload = computed(() => JSON.stringify(this.result()?.payload, undefined, 2))
  protected readonly advice = computed(() => {
    const result = this.result()
    return result ? adviceFor(result) : ''
  })

  protected async send(): Promise<void> {
    this.isSending.set(true)
    this.error.set(undefined)
    this.result.set(undefined)
    try {
      this.result.set(await this.#hooks.test(this.hook.id, this.type()))
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSending.set(false)
    }
  }
}
