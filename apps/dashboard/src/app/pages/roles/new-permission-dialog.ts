import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import { describe } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { JsonEditor } from '../../ui/json-editor'
import type { JsonObject } from '../../ui/parse-json-object'
import type { ActionWords } from './grants-rows'

/** Makes a permission; closes with its id. */
@Component({
  imports: [
    JsonEditor,
    MatButton,
    MatCheckbox,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
  ],
  templateUrl: './new-permission-dialog.html',
  styleUrl: '../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPermissionDialog {
  protected readonly actions = inject<readonly ActionWords[]>(MAT_DIALOG_DATA).filter(({ used }) => used)
  readonly #dialog = inject<MatDialogRef<NewPermissionDialog, string>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly editor = viewChild.required(JsonEditor)
  protected readonly id = signal('')
  protected readonly name = signal('')
  protected readonly action = signal('')
  protected readonly isOwn = signal(false)
  protected readonly condition = signal<JsonObject>({})
  protected readonly isSaving = signal(false)
  protected readonly problem = signal('')
  protected readonly isWhole = computed(() => this.id().trim() !== '' && this.action() !== '')

  protected async create(event: Event): Promise<void> {
    event.preventDefault()
    if (!this.isWhole() || !this.editor().isValid() || this.isSaving()) return
    const id = this.id().trim()
    this.isSaving.set(true)
    this.problem.set('')
    try {
      await this.#chat.post('/permissions', {
        id,
        name: this.name().trim() || id,
        action: this.action(),
        owner: this.isOwn(),
        condition: this.condition(),
      })
      this.#dialog.close(id)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isSaving.set(false)
    }
  }
}
