import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { Question } from './ask'

@Component({
  selector: 'app-ask-dialog',
  imports: [MatButton, MatDialogModule, MatFormFieldModule, MatInput],
  templateUrl: './ask-dialog.html',
  styleUrl: './ask-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AskDialog {
  protected readonly question = inject<Question>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<AskDialog, boolean>>(MatDialogRef)
  protected readonly texts = [this.question.text].flat()
  protected readonly typed = signal('')
  protected readonly isAgreed = computed(
    () => this.question.typed === undefined || this.typed().trim() === this.question.typed.trim(),
  )

  protected agree(event: Event): void {
    event.preventDefault()
    if (this.isAgreed()) this.#dialog.close(true)
  }
}
