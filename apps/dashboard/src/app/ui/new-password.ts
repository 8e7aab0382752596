import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { toObservable, toSignal } from '@angular/core/rxjs-interop'
import { FormControl } from '@angular/forms'
import { startWith, switchMap } from 'rxjs'
import { passwordRules } from '../session/password-rules'
import { Icon } from './icon'
import { PasswordField } from './password-field'

/** A control for a password that the server would take of somebody with this e-mail address. */
export function newPasswordControl(email: () => string): FormControl<string> {
  return new FormControl('', {
    nonNullable: true,
    validators: ({ value }) =>
      passwordRules(String(value), email()).every(({ isKept }) => isKept) ? null : { rules: true },
  })
}

/** A new password, and beside it what it must be, ticked off while it is typed. */
@Component({
  selector: 'app-new-password',
  imports: [Icon, PasswordField],
  template: `
    <app-password-field
      autocomplete="new-password"
      problem="This one can’t be used yet."
      [control]="control()"
      [label]="label()"
      [name]="name()"
      [describedBy]="'rules-' + name()"
    />
    <ul [id]="'rules-' + name()" aria-label="What a password must be">
      @for (rule of rules(); track rule.text) {
        <li [class.kept]="rule.isKept">
          <app-icon [name]="rule.isKept ? 'check' : 'dot'" />
          {{ rule.text }}
          @if (rule.isKept) {
            <span class="visually-hidden">: yes</span>
          }
        </li>
      }
    </ul>
  `,
  styleUrl: './new-password.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NewPassword {
  readonly control = input.required<FormControl<string>>()
  readonly email = input.required<string>()
  readonly label = input('Password')
  readonly name = input('password')
  readonly #typed = toSignal(
    toObservable(this.control).pipe(
      switchMap(control => control.valueChanges.pipe(startWith(control.value))),
    ),
    { initialValue: '' },
  )
  protected readonly rules = computed(() => passwordRules(this.#typed(), this.email()))
}
