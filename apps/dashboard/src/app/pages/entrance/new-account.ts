import { ChangeDetectionStrategy, Component, effect, inject, input, output, signal } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { focusFirstProblem } from '../../ui/focus-first-problem'
import { FormProblem } from '../../ui/form-problem'
import { NewPassword, newPasswordControl } from '../../ui/new-password'

export interface NewPerson {
  readonly email: string
  readonly name: string
  readonly password: string
}

/** Who one is going to be in the dashboard, and with which password. */
@Component({
  selector: 'app-new-account',
  imports: [FormProblem, MatButton, MatFormFieldModule, MatInput, NewPassword, ReactiveFormsModule],
  templateUrl: './new-account.html',
  styleUrl: './entrance-form.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewAccount {
  /** Of whoever was invited: it is not theirs to choose. */
  readonly fixedEmail = input('')
  readonly action = input.required<string>()
  readonly problem = input('')
  readonly isBusy = input(false)
  readonly made = output<NewPerson>()
  protected readonly email = signal('')
  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required, Validators.email, Validators.maxLength(254)]],
    name: ['', [Validators.maxLength(255)]],
    password: newPasswordControl(this.email),
  })
  constructor() {
    const typed = this.form.controls.email.valueChanges.pipe(takeUntilDestroyed())
    typed.subscribe(email => this.email.set(email))
    effect(() => this.fixedEmail() && this.form.controls.email.setValue(this.fixedEmail()))
  }

  protected submit(event: Event): void {
    // It is not to be the e-mail address, which may have been typed later.
    this.form.controls.password.updateValueAndValidity()
    if (this.isBusy()) return
    if (this.form.valid) this.made.emit(this.form.getRawValue())
    else focusFirstProblem(event.target)
  }
}
