import { ChangeDetectionStrategy, Component, computed, inject, signal, viewChild } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatCheckbox } from '@angular/material/checkbox'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import type { PermissionObject } from '@parley/client'
import { path } from '../../api/api'
import { describe } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { JsonEditor } from '../../ui/json-editor'
import type { JsonObject } from '../../ui/parse-json-object'
import type { ActionWords } from './grants-rows'

export interface PermissionDraft {
  readonly actions: readonly ActionWords[]
  /** Undefined: a new one. */
  readonly permission?: PermissionObject
}

/** Makes a permission, or writes one anew; closes with its id. */
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
  templateUrl: './permission-dialog.html',
  styleUrl: '../../ui/controls.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PermissionDialog {
  readonly #given = inject<PermissionDraft>(MAT_DIALOG_DATA)
  protected readonly permission = this.#given.permission
  readonly #action = this.#given.actions.find(each => isCalled(each, this.permission?.action))?.action ?? ''
  protected readonly actions = this.#given.actions.filter(
    ({ used, action }) => used || action === this.#action,
  )
  readonly #dialog = inject<MatDialogRef<PermissionDialog, string>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly editor = viewChild.required(JsonEditor)
  protected readonly id = signal(this.permission?.id ?? '')
  protected readonly name = signal(this.permission?.name ?? '')
  protected readonly description = signal(this.permission?.description ?? '')
  protected readonly action = signal(this.#action)
  protected readonly isOwn = signal(this.permission?.owner ?? false)
  protected readonly isAnyTeam = signal(this.permission?.same_team === false)
  protected readonly condition = signal<JsonObject>(this.permission?.condition ?? {})
  protected readonly isSaving = signal(false)
  protected readonly problem = signal('')
  protected readonly isWhole = computed(() => this.id().trim() !== '' && this.action() !== '')

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    if (!this.isWhole() || !this.editor().isValid() || this.isSaving()) return
    const id = this.id().trim()
    this.isSaving.set(true)
    this.problem.set('')
    try {
      const written = { ...this.#written(), name: this.name().trim() || id }
      if (this.permission) await this.#chat.put(path`/permissions/${id}`, written)
      else await this.#chat.post('/permissions', { id, ...written })
      this.#dialog.close(id)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isSaving.set(false)
    }
  }

  /** The whole of it: what is left out of an edit would be gone. */
  #written() {
    return {
      description: this.description().trim(),
      action: this.action(),
      owner: this.isOwn(),
      same_team: !this.isAnyTeam(),
      condition: this.condition(),
    }
  }
}

/** Permissions name actions as `PinMessage`, the words as `pin-message`. */
function isCalled({ action }: ActionWords, name: string | undefined): boolean {
  return action.replaceAll('-', '') === name?.toLowerCase()
}
