import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Api } from '../../api/api'
import { describe } from '../../api/api-error'
import { CopyButton } from '../../ui/copy-button'
import { focusFirstProblem } from '../../ui/focus-first-problem'
import { FormProblem } from '../../ui/form-problem'
import { QrCode } from '../../ui/qr-code'

export interface Enrolment {
  readonly secret: string
  /** What the QR code holds. */
  readonly uri: string
}

/** Three steps: have an authenticator app, give it the secret, prove that it has it. */
@Component({
  selector: 'app-enrol-second-factor',
  imports: [CopyButton, FormProblem, MatButton, MatFormFieldModule, MatInput, QrCode, ReactiveFormsModule],
  templateUrl: './enrol-second-factor.html',
  styleUrl: './enrol-second-factor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class EnrolSecondFactor {
  readonly enrolment = input.required<Enrolment>()
  /** With the recovery codes. */
  readonly done = output<readonly string[]>()
  readonly cancelled = output()
  readonly #api = inject(Api)
  protected readonly isBusy = signal(false)
  protected readonly problem = signal('')
  protected readonly code = new FormControl('', {
    nonNullable: true,
    validators: [Validators.required, Validators.pattern(/^\s*(\d\s*){6}$/)],
  })
  /** In groups that can be typed. */
  protected readonly secret = computed(() => this.enrolment().secret.replace(/.{4}(?=.)/g, '$& '))

  protected async confirm(event: Event): Promise<void> {
    event.preventDefault()
    this.code.markAsTouched()
    if (this.isBusy()) return
    if (this.code.invalid) return focusFirstProblem(event.target)
    this.isBusy.set(true)
    try {
      const code = this.code.value.replace(/\s/g, '')
      const path = '/account/second_factor/confirm'
      this.done.emit((await this.#api.post<{ recovery_codes: string[] }>(path, { code })).recovery_codes)
    } catch (error) {
      this.problem.set(describe(error))
      this.code.reset()
    } finally {
      this.isBusy.set(false)
    }
  }
}
