import { ChangeDetectionStrategy, Component, Injectable, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialog, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { ErrorPanel } from './error-panel'

/** One thing that will be otherwise. */
export interface ChangeLine {
  readonly what: string
  readonly before: string
  readonly after: string
}

export interface Review {
  readonly heading: string
  readonly lines: readonly ChangeLine[]
  /** What it means for people, where that is not plain. */
  readonly note?: string
  readonly save: () => Promise<unknown>
}

/** Shows what is about to change, before and after, and saves it. */
@Component({
  imports: [ErrorPanel, MatButton, MatDialogModule],
  templateUrl: './review-changes.html',
  styleUrl: './review-changes.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReviewDialog {
  protected readonly review = inject<Review>(MAT_DIALOG_DATA)
  readonly #dialog = inject<MatDialogRef<ReviewDialog, boolean>>(MatDialogRef)
  protected readonly isSaving = signal(false)
  protected readonly error = signal<unknown>(undefined)

  protected async save(): Promise<void> {
    this.isSaving.set(true)
    this.error.set(undefined)
    try {
      await this.review.save()
      this.#dialog.close(true)
    } catch (error) {
      this.error.set(error)
    } finally {
      this.isSaving.set(false)
    }
  }
}

@Injectable({ providedIn: 'root' })
export class ReviewChanges {
  readonly #dialog = inject(MatDialog)

  /** Whether it was saved. */
  async ask(review: Review): Promise<boolean> {
    const dialog = this.#dialog.open<ReviewDialog, Review, boolean>(ReviewDialog, {
      data: review,
      width: '680px',
      autoFocus: 'dialog',
    })
    return (await firstValueFrom(dialog.afterClosed())) ?? false
  }
}
