import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { ErrorPanel } from '../../ui/error-panel'
import { loaded } from '../../ui/load'
import { StatCard } from '../../ui/stat-card'

interface Counts {
  readonly regular: number
  readonly guest: number
  readonly total: number
}

/** What of `GET /apps/{app}/usage` is told here. */
interface Report {
  readonly steps: readonly {
    readonly messages: Counts | null
    readonly connections: { readonly total: number }
  }[]
  readonly months: readonly Counts[]
}

interface LiveReply {
  readonly connections: { readonly total: number }
  readonly users_online: number
}

const DAY_MS = 86_400_000
const EVERY_MS = 15_000

/** How many people use the app, now and this month. */
@Component({
  selector: 'app-overview-numbers',
  imports: [ErrorPanel, RouterLink, StatCard],
  templateUrl: './overview-numbers.html',
  styleUrl: './overview-numbers.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OverviewNumbers {
  readonly #api = inject(Api)
  readonly #every = { everyMs: signal(EVERY_MS) }
  protected readonly key = inject(CurrentApp).key()
  protected readonly usage = loaded(
    () => this.#api.get<Report>(path`/apps/${this.key}/usage`, { by: 'day', from: yesterday() }),
    this.#every,
  )
  protected readonly live = loaded(
    () => this.#api.get<LiveReply>(path`/apps/${this.key}/live`, { since: Math.floor(Date.now() / 1000) }),
    this.#every,
  )
  protected readonly online = computed(() => this.live.value()?.users_online)
  protected readonly month = computed(() => this.usage.value()?.months.at(-1))
  protected readonly lastMonth = computed(() => this.usage.value()?.months.at(-2)?.total ?? 0)
  protected readonly today = computed(() => this.usage.value()?.steps.at(-1))
  protected readonly yesterday = computed(() => this.usage.value()?.steps.at(-2)?.messages?.total ?? 0)

  /** A dash until it is known. */
  protected shown(count: number | undefined): string {
    return count === undefined ? '–' : count.toLocaleString()
  }
}

/** Days are those of UTC, as the server counts them. */
function yesterday(): string {
  return `${new Date(Date.now() - DAY_MS).toISOString().slice(0, 10)}T00:00:00Z`
}
