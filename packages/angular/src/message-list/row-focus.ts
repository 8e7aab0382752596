import { afterNextRender, computed, Injectable, Injector, inject, signal } from '@angular/core'
import { ListSource } from './list-source'
import { ScrollView } from './scroll-view'

/** The keyboard in the list: one message is the Tab key's stop, up and down keys go on from there. */
@Injectable()
export class RowFocus {
  /** The message that has the focus, or has something in it that has. */
  readonly activeId = signal<string | undefined>(undefined)
  readonly #lastId = signal<string | undefined>(undefined)
  readonly #source = inject(ListSource)
  readonly #view = inject(ScrollView)
  readonly #injector = inject(Injector)

  /** The message that the Tab key comes to: the last one that had the focus, or the newest rendered. */
  readonly tabStopId = computed(() => {
    const { start, end } = this.#view.slice()
    const rendered = this.#source.messages().slice(start, end)
    const id = this.#lastId()
    return rendered.some(message => message.id === id) ? id : rendered.at(-1)?.id
  })

  enter(id: string): void {
    this.activeId.set(id)
    this.#lastId.set(id)
  }

  leave(): void {
    this.activeId.set(undefined)
  }

  /** A key was pressed on a message itself, not on something in it. */
  onKey(event: KeyboardEvent, index: number): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const last = this.#source.messages().length - 1
    const targets: Record<string, number> = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: last }
    const target = targets[event.key]
    if (target === undefined) return
    event.preventDefault()
    this.#go(Math.max(0, Math.min(last, target)))
  }

  /** Focuses a message, rendered or not. */
  #go(index: number): void {
    const id = this.#source.messages()[index]?.id
    if (id === undefined) return
    const row = this.#view.rowElement(id)
    if (row) focus(row)
    else this.#fetch(id, index)
  }

  #fetch(id: string, index: number): void {
    this.#view.goTo(index === this.#source.messages().length - 1 ? 'end' : { id, offsetPx: 0 })
    const look = () => {
      const row = this.#view.rowElement(id)
      if (row) focus(row)
    }
    afterNextRender(look, { injector: this.#injector })
  }
}

function focus(row: HTMLElement): void {
  row.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
}
