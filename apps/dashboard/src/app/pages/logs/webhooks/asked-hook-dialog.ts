import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { ErrorPanel } from '../../../ui/error-panel'
import { FieldProblem } from '../../../ui/field-problem'
import type { AskedHookId } from './hook-types'
import { Hooks } from './hooks'
import { addressProblem } from './webhook-address'

/** A hook that a request waits for. */
export interface AskedHook {
  readonly id: AskedHookId
  readonly name: string
  readonly explanation: string
  readonly placeholder: string
}

interface Data {
  readonly hook: AskedHook
  readonly url: string
}

/** Sets the address of a hook that is asked, or takes it away. Closes with true when it was saved. */
@Component({
  imports: [ErrorPanel, FieldProblem, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './asked-hook-dialog.html',
  styleUrl: './hook-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AskedHookDialog {
  protected readonly data = inject<Data>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<AskedHookDialog, boolean>>(MatDialogRef)
  readonly #hooks = inject(Hooks)
  protected readonly url = signal(this.data.url)
  protected readonly isTried = signal(false)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)
  protected readonly problem = computed(() => (this.url().trim() === '' ? '' : addressProblem(this.url())))

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    this.isTried.set(true)
    if (this.problem()) return
    this.isSaving.set(true)
    try {
      await this.#hooks.saveAsked(this.data.hook.id, this.url().trim())
      this.#dialog.close(true)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }
}
