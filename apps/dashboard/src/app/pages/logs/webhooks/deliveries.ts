import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  model,
  output,
  signal,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Api, path } from '../../../api/api'
import { CurrentApp } from '../../../api/current-app'
import { CopyButton } from '../../../ui/copy-button'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { ShowMore } from '../../../ui/list/show-more'
import { loaded } from '../../../ui/load'
import { type Choice, Select } from '../../../ui/select'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { REFRESH_MS } from '../auto-refresh'
import { ClockTime } from '../clock-time'
import { adviceFor } from './delivery-advice'
import { shortUrl } from './hook-state'
import type { HookDeliveries, HookDelivery, HookView } from './hook-types'

const PAGE = 10
const MOST = 200

type Outcome = 'delivered' | 'failed' | ''

const OUTCOMES: readonly Choice<Outcome>[] = [
  { value: '', label: 'Any outcome' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'failed', label: 'Failed' },
]

const NAMES: Readonly<Record<string, string>> = {
  before_message_send_hook_url: 'before a message is sent',
  custom_action_handler_url: 'slash commands',
}

/** What hooks were told lately, attempt by attempt. */
@Component({
  selector: 'app-deliveries',
  imports: [
    ClockTime,
    CopyButton,
    EmptyState,
    ErrorPanel,
    Icon,
    MatButton,
    Select,
    ShowMore,
    StatusChip,
    TimeText,
  ],
  templateUrl: './deliveries.html',
  styleUrl: './deliveries.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Deliveries {
  readonly hooks = input.required<readonly HookView[]>()
  readonly isLive = input.required<boolean>()
  readonly showDead = output()
  readonly #api = inject(Api)
  readonly #key = inject(CurrentApp).key()
  /** Whose are shown; `''` for all. */
  readonly hook = model('')
  protected readonly outcome = signal<Outcome>('')
  protected readonly outcomes = OUTCOMES
  protected readonly limit = signal(PAGE)
  protected readonly open = signal<number | undefined>(undefined)
  protected readonly found = loaded(
    () =>
      this.#api.get<HookDeliveries>(path`/apps/${this.#key}/hook_deliveries`, {
        hook: this.hook() || undefined,
        outcome: this.outcome() || undefined,
        limit: this.limit(),
      }),
    { everyMs: computed(() => (this.isLive() ? REFRESH_MS : 0)) },
  )
  /** It is looked at anew all the time: more of it is a longer list, not a further piece. */
  protected readonly longer = {
    hasMore: computed(() => this.found.value()?.has_more === true && this.limit() < MOST),
    isLoadingMore: signal(false),
    more: async () => this.limit.update(limit => Math.min(limit * 2, MOST)),
  }
  /** Those that there are, and those that something was sent to. */
  protected readonly choices = computed<readonly Choice<string>[]>(() => {
    const known = this.hooks().map(({ id, url }) => ({ value: id, label: labelOf(url) }))
    const asked = (this.found.value()?.hooks ?? []).filter(each => NAMES[each.hook] !== undefined)
    const others = asked.map(({ hook }) => ({ value: hook, label: NAMES[hook] ?? hook }))
    return [{ value: '', label: 'All webhooks' }, ...known, ...others]
  })

  protected nameOf({ hook, host }: HookDelivery): string {
    return NAMES[hook] ?? host
  }

  protected advice(delivery: HookDelivery): string {
    return adviceFor(delivery)
  }

  protected toggle({ number }: HookDelivery): void {
    this.open.update(open => (open === number ? undefined : number))
  }
}

function labelOf(url: string): string {
  const { host, rest } = shortUrl(url)
  return host + rest
}
