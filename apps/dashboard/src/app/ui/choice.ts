import { ChangeDetectionStrategy, Component, input, model } from '@angular/core'

let count = 0

/** One of a few, all in sight: radio buttons in a row. */
@Component({
  selector: 'app-choice',
  templateUrl: './choice.html',
  styleUrl: './choice.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Choice<Value extends string = string> {
  readonly label = input.required<string>()
  readonly options = input.required<readonly { readonly value: Value; readonly label: string }[]>()
  readonly value = model.required<Value>()
  protected readonly name = `choice-${++count}`
}
