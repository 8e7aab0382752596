import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { RawToken } from '../../tokens/raw-token'
import { readToken } from '../../tokens/read-token'
import { Icon } from '../../ui/icon'
import { MinuteClock } from '../../ui/minute-clock'
import { StatusChip } from '../../ui/status-chip'
import { diagnose } from './diagnose'
import { findingRows } from './finding-rows'
import type { Inspection } from './inspection'

/** The verdict on a token, and what it rests on. */
@Component({
  selector: 'app-inspection',
  imports: [Icon, RawToken, RouterLink, StatusChip],
  templateUrl: './inspection-view.html',
  styleUrl: './inspection-view.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InspectionView {
  readonly token = input.required<string>()
  readonly inspection = input.required<Inspection>()
  readonly #now = inject(MinuteClock).nowMs
  readonly #reading = computed(() => readToken(this.token()))
  protected readonly settings = ['/apps', inject(CurrentApp).key(), 'settings']
  protected readonly diagnosis = computed(() =>
    diagnose({ inspection: this.inspection(), reading: this.#reading() }),
  )
  /** A sentence, where nothing stands before it. */
  protected readonly message = computed(() => {
    const { accepted, message } = this.inspection()
    return accepted ? message.charAt(0).toUpperCase() + message.slice(1) : message
  })
  protected readonly rows = computed(() =>
    findingRows(this.inspection().findings, this.#reading(), this.#now()),
  )
  protected readonly kind = computed(() => {
    const { claims, parts } = this.#reading()
    if (parts.length === 3 && parts[2] === 'devtoken') return 'development token'
    if (claims?.user_id !== undefined) return 'user token'
    return claims?.server === true || claims?.server === 'true' ? 'server token' : undefined
  })
}
