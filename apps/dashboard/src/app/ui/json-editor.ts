import { ChangeDetectionStrategy, Component, computed, effect, input, model, signal } from '@angular/core'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { type JsonObject, parseJsonObject } from './parse-json-object'

/** An object as JSON to be edited; says at which line it is none. `value` is the last that was one. */
@Component({
  selector: 'app-json-editor',
  imports: [MatFormFieldModule, MatInput],
  templateUrl: './json-editor.html',
  styleUrl: './json-editor.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class JsonEditor {
  readonly label = input.required<string>()
  readonly hint = input('An object, such as {"plan": "pro"}')
  readonly rows = input(6)
  readonly readonly = input(false)
  readonly value = model<JsonObject>({})
  protected readonly text = signal('')
  readonly #parsed = computed(() => parseJsonObject(this.text()))
  readonly problem = computed(() => this.#parsed().problem)
  readonly isValid = computed(() => this.problem() === undefined)
  #mine: JsonObject | undefined

  constructor() {
    effect(() => {
      const value = this.value()
      if (value !== this.#mine) this.text.set(JSON.stringify(value, undefined, 2))
    })
  }

  protected typed(text: string): void {
    this.text.set(text)
    const { value } = this.#parsed()
    if (!value) return
    this.#mine = value
    this.value.set(value)
  }
}
