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
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatSelectModule } from '@angular/material/select'
import { Api, path } from '../../../api/api'
import { CurrentApp } from '../../../api/current-app'
import { CopyButton } from '../../../ui/copy-button'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { loaded } from '../../../ui/load'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { REFRESH_MS } from '../auto-refresh'
import { ClockTime } from '../clock-time'
import { adviceFor } from './delivery-advice'
import { shortUrl } from './hook-state'
import type { HookDeliveries, HookDelivery, HookView } from './hook-types'

const PAGE = 10
const MOST = 200

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
    MatFormFieldModule,
    MatSelectModule,
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
  protected readonly outcome = signal<'delivered' | 'failed' | ''>('')
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
  protected readonly mayShowMore = computed(
    () => this.found.value()?.has_more === true && this.limit() < MOST,
  )
  /** Those that there are, and those that something was sent to. */
  protected readonly choices = computed(() => {
    const known = this.hooks().map(({ id, url }) => ({ id, label: labelOf(url) }))
    const asked = (this.found.value()?.hooks ?? []).filter(each => NAMES[each.hook] !== undefined)
    return [...known, ...asked.map(({ hook: id }) => ({ id, label: NAMES[id] ?? id }))]
  })

  protected nameOf({ hook, host }: HookDelivery): string {
    return NAMES[hook] ?? host
  }

  protected advice(delivery: HookDelivery): string {
    return adviceFor(delivery)
  }

  protected showMore(): void {
    this.limit.update(limit => Math.min(limit * 2, MOST))
  }

  protected toggle({ number }: HookDelivery): void {
    this.open.update(open => (open === number ? undefined : number))
  }
}

function labelOf(url: string): string {
  const { host, rest } = shortUrl(url)
  return host + rest
}
