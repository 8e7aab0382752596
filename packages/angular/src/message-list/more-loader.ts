import { effect, Injectable, inject, signal, untracked } from '@angular/core'
import { ListSource } from './list-source'
import { ScrollView } from './scroll-view'

/** Loads more where one comes close to an end of what is loaded. After a failure only when asked. */
@Injectable()
export class MoreLoader {
  readonly loading = signal<'older' | 'newer' | undefined>(undefined)
  readonly failed = signal<'older' | 'newer' | undefined>(undefined)
  readonly #source = inject(ListSource)
  readonly #view = inject(ScrollView)

  constructor() {
    effect(() => {
      const direction = this.#wanted()
      if (direction && !this.loading() && !this.failed()) untracked(() => void this.load(direction))
    })
    effect(() => {
      this.#source.key()
      this.failed.set(undefined)
    })
  }

  async load(direction: 'older' | 'newer'): Promise<void> {
    const key = this.#source.key()
    this.loading.set(direction)
    this.failed.set(undefined)
    try {
      await this.#source.load(direction)
    } catch {
      // the service has said why; here one can try again
      if (key === this.#source.key()) this.failed.set(direction)
    } finally {
      this.loading.set(undefined)
    }
  }

  #wanted(): 'older' | 'newer' | undefined {
    if (this.#source.messages().length === 0) return undefined
    if (this.#source.hasNewer() && this.#view.isNearEnd()) return 'newer'
    if (this.#source.hasOlder() && this.#view.isNearStart()) return 'older'
    return undefined
  }
}
