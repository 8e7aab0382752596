import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core'
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { ownPath } from '../../session/own-path'
import { CodeField } from '../../ui/code-field'
import { Countdown } from '../../ui/countdown'
import { focusFirstProblem } from '../../ui/focus-first-problem'
import { FormProblem } from '../../ui/form-problem'
import { PasswordField } from '../../ui/password-field'
import { Enter } from '../entrance/enter'
import { Entrance } from '../entrance/entrance'

/** E-mail address and password, then a code where there is a second factor. */
@Component({
  imports: [
    CodeField,
    Entrance,
    FormProblem,
    MatButton,
    MatFormFieldModule,
    MatInput,
    PasswordField,
    ReactiveFormsModule,
  ],
  providers: [Countdown, Enter],
  templateUrl: './sign-in-page.html',
  styleUrl: '../entrance/entrance-form.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SignInPage {
  /** Of the address: where to go on. */
  readonly next = input<string>()
  protected readonly enter = inject(Enter)
  protected readonly step = signal<'password' | 'code'>('password')
  protected readonly hasEnded = (history.state as { hasEnded?: boolean } | null)?.hasEnded === true
  protected readonly form = inject(NonNullableFormBuilder).group({
    email: ['', [Validators.required]],
    password: ['', [Validators.required]],
    code: ['', [Validators.required]],
  })

  constructor() {
    // What was asked when the session ended is asked no more.
    inject(MatDialog).closeAll()
    this.form.controls.code.disable()
  }

  protected async submit(event: Event): Promise<void> {
    if (!this.form.valid) return focusFirstProblem(event.target)
    const refused = await this.enter.by('/sign_in', this.form.value, ownPath(this.next()))
    if (refused?.reason === 'code_required') this.#asksForCode()
    if (refused?.reason === 'wrong_code') this.form.controls.code.reset()
    if (refused?.reason === 'wrong_password') this.startOver()
  }

  protected startOver(): void {
    this.step.set('password')
    this.form.controls.code.reset()
    this.form.controls.code.disable()
  }

  #asksForCode(): void {
    this.form.controls.code.enable()
    this.step.set('code')
  }
}
