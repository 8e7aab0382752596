import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  type ElementRef,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { type FormControl, ReactiveFormsModule } from '@angular/forms'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'

/** A code of the authenticator app; or, where the phone is lost, a recovery code. */
@Component({
  selector: 'app-code-field',
  imports: [MatButton, MatFormFieldModule, MatInput, ReactiveFormsModule],
  templateUrl: './code-field.html',
  styleUrl: './code-field.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeField {
  readonly control = input.required<FormControl<string>>()
  /** When it comes into the page. */
  readonly takesFocus = input(true)
  protected readonly isRecovery = signal(false)
  protected readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field')

  constructor() {
    afterNextRender(() => this.takesFocus() && this.field().nativeElement.focus())
  }

  protected switch(): void {
    this.isRecovery.update(is => !is)
    this.control().reset()
    this.field().nativeElement.focus()
  }
}
