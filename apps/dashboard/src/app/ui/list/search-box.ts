import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, output } from '@angular/core'
import { Icon } from '../icon'

/** So long after the last key it is searched. */
const TYPING_MS = 250

/** Searches while one types; Enter does it at once. */
@Component({
  selector: 'app-search-box',
  imports: [Icon],
  template: `
    <app-icon name="search" />
    <input
      class="control"
      type="search"
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
      #box
      [attr.aria-label]="label()"
      [placeholder]="placeholder() || label()"
      [value]="text()"
      (input)="typed(box.value)"
      (keydown.enter)="search(box.value)"
    />
  `,
  styleUrls: ['../controls.css', './search-box.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchBox {
  readonly label = input.required<string>()
  readonly placeholder = input('')
  /** What is searched for already. */
  readonly text = input('')
  /** Without blanks around it. */
  readonly searched = output<string>()
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer))
  }

  protected typed(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.search(text), TYPING_MS)
  }

  protected search(text: string): void {
    clearTimeout(this.#timer)
    if (text.trim() !== this.text()) this.searched.emit(text.trim())
  }
}
