import { ChangeDetectionStrategy, Component, input, signal } from '@angular/core'
import { type FormControl, ReactiveFormsModule } from '@angular/forms'
import { MatIconButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Icon } from './icon'

/** A password that can be looked at while it is typed, and that password managers know. */
@Component({
  selector: 'app-password-field',
  imports: [Icon, MatFormFieldModule, MatIconButton, MatInput, ReactiveFormsModule],
  templateUrl: './password-field.html',
  styleUrl: './password-field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordField {
  readonly control = input.required<FormControl<string>>()
  readonly label = input('Password')
  readonly name = input('password')
  readonly autocomplete = input<'current-password' | 'new-password'>('current-password')
  /** What is said when it is missing or can't be used. */
  readonly problem = input('Type your password.')
  /** The id of what says more about it. */
  readonly describedBy = input<string>()
  protected readonly isShown = signal(false)
}
