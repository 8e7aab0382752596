import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Api, path } from '../../../api/api'
import { CurrentApp } from '../../../api/current-app'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { loaded } from '../../../ui/load'
import { PageHeader } from '../../../ui/page-header'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { AutoRefresh, REFRESH_MS } from '../auto-refresh'
import { ClockTime } from '../clock-time'
import { QuotaBar } from './quota-bar'
import type { Limit, RateLimitsInForce } from './rate-limit-types'

/** From this share on somebody is close to their quota. */
const NEAR = 0.5

interface ClassWords {
  readonly label: string
  readonly hint: string
}

const CLASSES: Readonly<Record<string, ClassWords>> = {
  read: { label: 'Reading', hint: 'Queries, and getting things one by one' },
  write: { label: 'Writing', hint: 'Messages, reactions, channels, members' },
  signal: { label: 'Signals', hint: 'Typing, read marks and events of your own' },
  guest: { label: 'Guests', hint: 'Making a guest: they have no user yet' },
  refused_credentials: {
    label: 'Refused credentials',
    hint: 'After so many, further bad tokens are answered 429; good ones never are',
  },
}

/** Quotas in force, who is close to theirs, and who was refused lately. */
@Component({
  imports: [
    AutoRefresh,
    ClockTime,
    EmptyState,
    ErrorPanel,
    Icon,
    NgTemplateOutlet,
    PageHeader,
    QuotaBar,
    RouterLink,
    StatusChip,
    TimeText,
  ],
  templateUrl: './rate-limits-page.html',
  styleUrl: './rate-limits-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RateLimitsPage {
  readonly #api = inject(Api)
  protected readonly key = inject(CurrentApp).key()
  protected readonly isLive = signal(true)
  protected readonly limits = loaded(
    () => this.#api.get<RateLimitsInForce>(path`/apps/${this.key}/rate_limits`, { limit: 100 }),
    { everyMs: computed(() => (this.isLive() ? REFRESH_MS : 0)) },
  )
  protected readonly near = computed(
    () => this.limits.value()?.busiest.filter(each => each.share >= NEAR) ?? [],
  )
  protected readonly others = computed(
    () => this.limits.value()?.busiest.filter(each => each.share < NEAR) ?? [],
  )

  protected words({ class: name }: Limit): ClassWords {
    return CLASSES[name] ?? { label: name, hint: '' }
  }

  /** "1,200 a minute" */
  protected rate({ limit, window_seconds }: Pick<Limit, 'limit' | 'window_seconds'>): string {
    const window = window_seconds === 60 ? 'minute' : window_seconds === 1 ? 'second' : `${window_seconds} s`
    return `${limit.toLocaleString()} a ${window}`
  }

  protected per({ per, endpoints }: Limit): string {
    return endpoints.length > 0 ? `each ${per}, for each endpoint` : `each ${per}`
  }
}
