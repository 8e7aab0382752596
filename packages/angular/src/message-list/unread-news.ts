import { computed, effect, Injectable, inject, signal } from '@angular/core'
import { NotificationService } from '../services/notification-service'
import { TranslationService } from '../services/translation-service'
import { arrivedAfter } from './arrivals'
import { Jumps } from './jumps'
import { ListSource } from './list-source'
import { ScrollView } from './scroll-view'

/** What one has not seen: above, since one was here last; below, since one scrolled up. */
@Injectable()
export class UnreadNews {
  readonly #source = inject(ListSource)
  readonly #view = inject(ScrollView)
  readonly #jumps = inject(Jumps)
  readonly #notifications = inject(NotificationService)
  readonly #t = inject(TranslationService).texts
  /** The newest message that was in view. */
  readonly #lastSeenId = signal<string | undefined>(undefined)
  /** The mark that one has seen, or does not want to see. */
  readonly #seenMark = signal<unknown>(undefined)

  /** How many have come below what one sees. */
  readonly countBelow = computed(() => {
    if (this.#view.isAtEnd()) return 0
    return arrivedAfter(this.#source.latest(), this.#lastSeenId(), this.#source.ownId()).length
  })
  /** The unread ones begin above what one sees, and one has not been there. */
  readonly isAbove = computed(() => {
    const mark = this.#source.unreadMark()
    if (mark === undefined || mark === this.#seenMark()) return false
    return this.#source.isUnreadBefore(this.#view.topRowId()) === true
  })

  constructor() {
    effect(() => {
      const newest = this.#source.latest().at(-1)?.id
      if (this.#view.isAtEnd()) this.#lastSeenId.set(newest)
    })
    effect(() => {
      if (this.#source.isUnreadBefore(this.#view.topRowId()) === false) this.dismiss()
    })
  }

  /** Shows the first unread message. */
  show(): void {
    const { id } = this.#source.firstUnread()
    this.dismiss()
    if (id) this.#jumps.show(id)
    else this.#source.jumpToUnread().catch(error => this.#notifications.addError(error, this.#t().jumpFailed))
  }

  dismiss(): void {
    this.#seenMark.set(this.#source.unreadMark())
  }
}
