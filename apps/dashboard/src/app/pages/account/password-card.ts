import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core'
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { Api } from '../../api/api'
import { describe } from '../../api/api-error'
import { Session } from '../../session/session'
import { CodeField } from '../../ui/code-field'
import { focusFirstProblem } from '../../ui/focus-first-problem'
import { FormProblem } from '../../ui/form-problem'
import { NewPassword, newPasswordControl } from '../../ui/new-password'
import { PasswordField } from '../../ui/password-field'
import { Toasts } from '../../ui/toasts'

const EMPTY = { password: '', newPassword: '', code: '' }

/** Another password; one's other sessions end with it. */
@Component({
  selector: 'app-password-card',
  imports: [CodeField, FormProblem, MatButton, NewPassword, PasswordField, ReactiveFormsModule],
  templateUrl: './password-card.html',
  styleUrl: './account-card.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordCard {
  readonly changed = output()
  readonly #api = inject(Api)
  readonly #toasts = inject(Toasts)
  readonly #admin = inject(Session).admin
  protected readonly email = computed(() => this.#admin()?.email ?? '')
  protected readonly asksCode = computed(() => this.#admin()?.second_factor === true)
  protected readonly isOpen = signal(false)
  protected readonly isBusy = signal(false)
  protected readonly problem = signal('')
  protected readonly form = new FormGroup({
    password: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    newPassword: newPasswordControl(this.email),
    code: new FormControl('', { nonNullable: true }),
  })

  protected close(): void {
    this.form.reset(EMPTY)
    this.problem.set('')
    this.isOpen.set(false)
  }

  protected async change(event: Event): Promise<void> {
    if (this.isBusy()) return
    if (!this.form.valid) return focusFirstProblem(event.target)
    this.isBusy.set(true)
    const { password, newPassword, code } = this.form.getRawValue()
    try {
      const body = { password, new_password: newPassword, ...(code && { code: code.trim() }) }
      await this.#api.post('/account/password', body)
      this.close()
      this.#toasts.done('Your password was changed; your other sessions have ended.')
      this.changed.emit()
    } catch (error) {
      this.problem.set(describe(error))
    } finally {
      this.isBusy.set(false)
    }
  }
}
