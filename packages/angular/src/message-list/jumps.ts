import { DestroyRef, effect, Injectable, inject, signal, untracked } from '@angular/core'
import { ChannelService, type JumpTarget } from '../services/channel-service'
import { ListSource } from './list-source'
import { ScrollView } from './scroll-view'

/** How long a message is highlighted that was jumped to. */
const HIGHLIGHT_MS = 2_500
/** Where it stands then, as a part of the view's height. */
const JUMP_AT = 0.25

/** Scrolls to the message that was jumped to, as soon as it is there, and highlights it. */
@Injectable()
export class Jumps {
  readonly highlightedId = signal<string | undefined>(undefined)
  readonly #source = inject(ListSource)
  readonly #view = inject(ScrollView)
  #done: JumpTarget | undefined
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    const { jumpTarget } = inject(ChannelService)
    effect(() => {
      const target = jumpTarget()
      this.#source.messages()
      if (target && target !== this.#done && this.#isHere(target)) untracked(() => this.#go(target))
    })
    inject(DestroyRef).onDestroy(() => clearTimeout(this.#timer))
  }

  /** Shows a message that is loaded. */
  show(id: string): void {
    this.#view.goTo({ id, offsetPx: Math.round(this.#view.viewHeightPx * JUMP_AT) })
    clearTimeout(this.#timer)
    this.highlightedId.set(id)
    this.#timer = setTimeout(() => this.highlightedId.set(undefined), HIGHLIGHT_MS)
  }

  #isHere({ messageId, parentId }: JumpTarget): boolean {
    return parentId === this.#source.parent()?.id && (messageId === 'latest' || this.#view.has(messageId))
  }

  #go(target: JumpTarget): void {
    this.#done = target
    if (target.messageId === 'latest') this.#view.goTo('end')
    else this.show(target.messageId)
  }
}
