import { effect, Injectable, inject, signal } from '@angular/core'
import type { LocalMessage } from '@parley/client'
import { userName } from '../format/user-name'
import { excerptOf } from '../message/excerpt'
import { TranslationService } from '../services/translation-service'
import { arrivedAfter } from './arrivals'
import { ListSource } from './list-source'

/**
 * Tells screen readers of new messages, in a sentence of its own: the list itself changes with
 * every scrolling, too.
 */
@Injectable()
export class Announcer {
  readonly text = signal('')
  readonly #source = inject(ListSource)
  readonly #t = inject(TranslationService).texts
  #key: string | undefined
  #newestId: string | undefined

  constructor() {
    effect(() => this.#hear(this.#source.key(), this.#source.latest()))
  }

  #hear(key: string | undefined, latest: readonly LocalMessage[]): void {
    const added = key === this.#key ? arrivedAfter(latest, this.#newestId, this.#source.ownId()) : []
    this.#key = key
    this.#newestId = latest.at(-1)?.id
    if (added.length > 0) this.text.set(this.#sentence(added))
  }

  #sentence(added: readonly LocalMessage[]): string {
    const t = this.#t()
    const [only] = added
    if (!only || added.length > 1) return t.newMessages(added.length)
    return t.messageFrom(userName(only.user) || t.unnamedUser, excerptOf(only, t))
  }
}
