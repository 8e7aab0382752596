import { ChangeDetectionStrategy, Component, effect, input, model, output } from '@angular/core'
import { MatAutocompleteModule, type MatAutocompleteTrigger } from '@angular/material/autocomplete'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'

/** What fits the text. */
export interface Found {
  /** What is chosen with it. */
  readonly value: string
  readonly name: string
  /** Stands under the name, smaller. */
  readonly under: string
}

/** A field for something that is found by typing. */
@Component({
  selector: 'app-find-box',
  imports: [MatAutocompleteModule, MatFormFieldModule, MatInput],
  templateUrl: './find-box.html',
  styleUrl: './find-box.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FindBox {
  readonly label = input.required<string>()
  readonly placeholder = input.required<string>()
  readonly disabled = input(false)
  /** What is chosen already. */
  readonly value = input.required<string>()
  readonly options = input.required<readonly Found[]>()
  /** Whether a text can be what is chosen as it was typed. */
  readonly isWhole = input<(text: string) => boolean>(() => true)
  readonly text = model('')
  readonly chosen = output<string>()

  constructor() {
    effect(() => this.text.set(this.value()))
  }

  /** Whoever knows what it is, need not choose. */
  protected entered(event: Event, { activeOption }: MatAutocompleteTrigger): void {
    // Enter chooses what is marked in the list.
    if (activeOption || event.defaultPrevented) return
    const text = this.text().trim()
    if (text === this.value() || !this.isWhole()(text)) return
    event.preventDefault()
    this.chosen.emit(text)
  }
}
