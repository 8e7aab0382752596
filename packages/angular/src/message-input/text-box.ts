import { afterNextRender, type ElementRef, Injector, inject, type Signal } from '@angular/core'

/** The text area of an input, with its caret. */
export class TextBox {
  readonly #box: Signal<ElementRef<HTMLTextAreaElement> | undefined>
  readonly #injector = inject(Injector)

  /** In an injection context. */
  constructor(box: Signal<ElementRef<HTMLTextAreaElement> | undefined>) {
    this.#box = box
  }

  get element(): HTMLTextAreaElement | undefined {
    return this.#box()?.nativeElement
  }

  /** Where something can be suggested: nowhere while text is selected. */
  get caret(): number {
    const { selectionStart = 0, selectionEnd = 0 } = this.element ?? {}
    return selectionStart === selectionEnd ? selectionEnd : 0
  }

  focus(): void {
    this.element?.focus()
  }

  /** Puts the caret behind a text that is about to be shown. */
  focusAtEnd(): void {
    const focus = () => {
      this.focus()
      const { length } = this.element?.value ?? ''
      this.element?.setSelectionRange(length, length)
    }
    afterNextRender(focus, { injector: this.#injector })
  }

  /** Puts a text where the caret is, in place of what is selected. */
  insert(text: string): void {
    const box = this.element
    box?.focus()
    box?.setRangeText(text, box.selectionStart, box.selectionEnd, 'end')
  }

  /** Replaces everything. */
  fill(text: string, caret: number): void {
    const box = this.element
    if (!box) return
    box.value = text
    box.setSelectionRange(caret, caret)
    box.focus()
  }
}
