import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatButtonToggleModule } from '@angular/material/button-toggle'
import { RouterLink } from '@angular/router'
import { Api } from '../../../api/api'
import { CurrentApp } from '../../../api/current-app'
import { CodeBlock } from '../../../ui/code-block'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { loaded } from '../../../ui/load'
import { PageHeader } from '../../../ui/page-header'
import { TimeText } from '../../../ui/time-text'
import { AutoRefresh, REFRESH_MS } from '../auto-refresh'
import { ClockTime } from '../clock-time'
import type { AuthFailures } from './auth-failure'

const SHOWN = 200

/** Who could not connect lately, and why. */
@Component({
  imports: [
    AutoRefresh,
    ClockTime,
    CodeBlock,
    EmptyState,
    ErrorPanel,
    Icon,
    MatButton,
    MatButtonToggleModule,
    PageHeader,
    RouterLink,
    TimeText,
  ],
  templateUrl: './auth-failures-page.html',
  styleUrl: './auth-failures-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuthFailuresPage {
  readonly #api = inject(Api)
  protected readonly key = inject(CurrentApp).key()
  protected readonly scope = signal<'app' | 'all'>('app')
  protected readonly code = signal<number | undefined>(undefined)
  protected readonly isLive = signal(true)
  protected readonly failures = loaded(
    () => {
      const app = this.scope() === 'app' ? this.key : undefined
      return this.#api.get<AuthFailures>('/auth_failures', { app, code: this.code(), limit: SHOWN })
    },
    { everyMs: computed(() => (this.isLive() ? REFRESH_MS : 0)) },
  )
  /** The most frequent first. */
  protected readonly codes = computed(() =>
    [...(this.failures.value()?.by_code ?? [])].sort((one, other) => other.count - one.count),
  )
  protected readonly total = computed(() => this.codes().reduce((sum, { count }) => sum + count, 0))
  protected readonly example = `curl '${location.origin}/app?api_key=${this.key}' \\
  -H 'stream-auth-type: jwt' -H 'authorization: not-a-token'`

  protected toggle(code: number): void {
    this.code.update(chosen => (chosen === code ? undefined : code))
  }
}
