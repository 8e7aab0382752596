import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog'
import { Api, path } from '../../api/api'
import { describe } from '../../api/api-error'
import type { AdminRole, AdminView, AppView } from '../../api/types'
import { FormProblem } from '../../ui/form-problem'
import { AccessFields } from './access-fields'

export interface AccessQuestion {
  readonly admin: AdminView
  readonly apps: readonly AppView[]
}

/** Changes what an admin may do. Closes with true when it was changed. */
@Component({
  selector: 'app-access-dialog',
  imports: [AccessFields, FormProblem, MatButton, MatDialogModule],
  templateUrl: './access-dialog.html',
  styleUrl: './admin-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccessDialog {
  readonly #api = inject(Api)
  readonly #dialog = inject<MatDialogRef<AccessDialog, boolean>>(MatDialogRef)
  protected readonly question = inject<AccessQuestion>(MAT_DIALOG_DATA)
  protected readonly role = signal<AdminRole>(this.question.admin.role)
  protected readonly apps = signal<readonly string[] | null>(this.question.admin.apps)
  protected readonly isBusy = signal(false)
  protected readonly problem = signal('')
  protected readonly isComplete = computed(() => this.role() === 'owner' || this.apps()?.length !== 0)

  protected async save(event: Event): Promise<void> {
    event.preventDefault()
    if (this.isBusy() || !this.isComplete()) return
    this.isBusy.set(true)
    const apps = this.role() === 'owner' ? null : this.apps()
    try {
      await this.#api.patch(path`/admins/${this.question.admin.id}`, { role: this.role(), apps })
      this.#dialog.close(true)
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
