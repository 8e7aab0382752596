import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { Role } from '@parley/client'
import { describe } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { FieldProblem } from '../../ui/field-problem'

/** Makes a role; closes with its name. */
@Component({
  imports: [FieldProblem, MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './new-role-dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewRoleDialog {
  readonly #roles = inject<readonly Role[]>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<NewRoleDialog, string>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly name = signal('')
  protected readonly isSaving = signal(false)
  readonly #error = signal<unknown>(undefined)
  protected readonly problem = computed(() => {
    const error = this.#error()
    if (this.#roles.some(role => role.name === this.name().trim())) return 'There is such a role already.'
    return error === undefined ? undefined : describe(error)
  })

  protected typed(name: string): void {
    this.name.set(name)
    this.#error.set(undefined)
  }

  protected async create(event: Event): Promise<void> {
    event.preventDefault()
    const name = this.name().trim()
    if (name === '' || this.problem()) return
    this.isSaving.set(true)
    try {
      await this.#chat.post('/roles', { name })
      this.#dialog.close(name)
    } catch (error) {
      this.#error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }
}
