import { Directive, effect, inject, input } from '@angular/core'
import { MatInput } from '@angular/material/input'

/** Marks a field without a form as wrong, so that its `<mat-error>` is shown: `<input matInput [appProblem]="why()">`. */
@Directive({ selector: 'input[matInput][appProblem]' })
export class FieldProblem {
  /** Undefined while all is well. */
  readonly appProblem = input<string | undefined>()
  readonly #field = inject(MatInput)

  constructor() {
    effect(() => {
      this.#field.errorState = this.appProblem() !== undefined
      this.#field.stateChanges.next()
    })
  }
}
