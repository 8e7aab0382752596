import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import type { ChannelType } from '@parley/client'
import { ApiError } from '../../api/api-error'
import { ChatApi } from '../../api/chat-api'
import { ErrorPanel } from '../../ui/error-panel'
import { FieldProblem } from '../../ui/field-problem'
import { settingsOf } from './type-draft'
import { purposeOf } from './type-features'

/** Makes a channel type that begins as another one; closes with its name. */
@Component({
  imports: [
    FieldProblem,
    ErrorPanel,
    MatButton,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
  ],
  templateUrl: './new-type-dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewTypeDialog {
  protected readonly types = inject<readonly ChannelType[]>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<NewTypeDialog, string>>(MatDialogRef)
  readonly #chat = inject(ChatApi)
  protected readonly name = signal('')
  protected readonly template = signal('messaging')
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)
  protected readonly purpose = computed(() => purposeOf(this.template()))
  protected readonly problem = computed(() => problemOf(this.name().trim(), this.types, this.error()))
  /** What no field is to blame for. */
  protected readonly otherError = computed(() => (fieldError(this.error()) ? undefined : this.error()))

  protected async create(event: Event): Promise<void> {
    event.preventDefault()
    const name = this.name().trim()
    const from = this.types.find(type => type.name === this.template())
    if (name === '' || this.problem() || !from) return
    this.isSaving.set(true)
    try {
      await this.#chat.post('/channeltypes', { ...settingsOf(from), grants: from.grants, name })
      this.#dialog.close(name)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }

  protected typed(name: string): void {
    this.name.set(name)
    this.error.set(undefined)
  }
}

function problemOf(name: string, types: readonly ChannelType[], error: unknown): string | undefined {
  if (types.some(type => type.name === name)) return `There is a type “${name}” already.`
  if (name !== '' && !/^[a-zA-Z0-9_-]+$/.test(name)) return 'Letters, digits, “-” and “_” only.'
  return fieldError(error)
}

function fieldError(error: unknown): string | undefined {
  if (!(error instanceof ApiError)) return undefined
  const fields = error.details.fields as Readonly<Record<string, string>> | undefined
  return fields?.name === undefined ? undefined : `The name ${fields.name}.`
}
