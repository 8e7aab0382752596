import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Api } from '../../api/api'
import { describe } from '../../api/api-error'
import type { AdminRole, AppView } from '../../api/types'
import { CopyButton } from '../../ui/copy-button'
import { FormProblem } from '../../ui/form-problem'
import { TimeText } from '../../ui/time-text'
import { AccessFields } from './access-fields'
import type { Invited } from './admin-types'

/** Makes an invitation, then shows its link, this once. */
@Component({
  selector: 'app-invite-dialog',
  imports: [
    AccessFields,
    CopyButton,
    FormProblem,
    MatButton,
    MatDialogModule,
    MatFormFieldModule,
    MatInput,
    ReactiveFormsModule,
    TimeText,
  ],
  templateUrl: './invite-dialog.html',
  styleUrl: './admin-dialog.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InviteDialog {
  readonly #api = inject(Api)
  protected readonly all = inject<readonly AppView[]>(MAT_DIALOG_DATA)
  protected readonly email = new FormControl('', {
    nonNullable: true,
    validators: [Validators.required, Validators.email],
  })
  protected readonly role = signal<AdminRole>('viewer')
  protected readonly apps = signal<readonly string[] | null>(null)
  protected readonly isBusy = signal(false)
  protected readonly problem = signal('')
  protected readonly invited = signal<Invited | undefined>(undefined)
  protected readonly isComplete = computed(() => this.role() === 'owner' || this.apps()?.length !== 0)

  protected async invite(event: Event): Promise<void> {
    event.preventDefault()
    this.email.markAsTouched()
    if (this.isBusy() || this.email.invalid || !this.isComplete()) return
    this.isBusy.set(true)
    this.problem.set('')
    const role = this.role()
    const body = { email: this.email.value.trim(), role, apps: role === 'owner' ? null : this.apps() }
    try {
      this.invited.set(await this.#api.post<Invited>('/invitations', body))
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
