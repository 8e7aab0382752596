import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Router } from '@angular/router'
import { Api, path } from '../../api/api'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { browserName } from '../../ui/browser-name'
import { ErrorPanel } from '../../ui/error-panel'
import { loaded } from '../../ui/load'
import { StatusChip } from '../../ui/status-chip'
import { TimeText } from '../../ui/time-text'
import { Toasts } from '../../ui/toasts'

interface SessionView {
  readonly id: string
  readonly current: boolean
  readonly address: string
  readonly user_agent: string
  readonly created_at: string
  readonly last_seen_at: string
  readonly expires_at: string
}

/** Where one is signed in, and how to end that. */
@Component({
  selector: 'app-sessions-card',
  imports: [ErrorPanel, MatButton, StatusChip, TimeText],
  templateUrl: './sessions-card.html',
  styleUrls: ['./account-card.css', './sessions-card.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SessionsCard {
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #router = inject(Router)
  readonly #session = inject(Session)
  readonly #toasts = inject(Toasts)
  protected readonly sessions = loaded(() =>
    this.#api.get<{ readonly sessions: readonly SessionView[] }>('/sessions'),
  )
  /** This one first, then the last used. */
  protected readonly all = computed(() =>
    this.sessions.value()?.sessions.toSorted((one, other) => Number(other.current) - Number(one.current)),
  )
  protected readonly others = computed(() => this.all()?.filter(each => !each.current) ?? [])
  protected readonly browserName = browserName

  reload(): void {
    void this.sessions.reload()
  }

  protected async end(...sessions: readonly SessionView[]): Promise<void> {
    try {
      await Promise.all(sessions.map(({ id }) => this.#api.delete(path`/sessions/${id}`)))
      this.#toasts.done(sessions.length === 1 ? 'The session has ended.' : 'Your other sessions have ended.')
    } catch (error) {
      this.#toasts.failed(error, 'End the session')
    }
    await this.sessions.reload()
  }

  protected async endAll(): Promise<void> {
    const isSure = await this.#ask.confirm({
      heading: 'Sign out everywhere?',
      text: 'All of your sessions end, this one too. You sign in again with your password.',
      action: 'Sign out everywhere',
    })
    if (!isSure) return
    try {
      await this.#api.post('/sign_out_everywhere')
    } catch (error) {
      this.#toasts.failed(error, 'Sign out everywhere')
      return
    }
    this.#session.ended()
    await this.#router.navigateByUrl('/sign-in')
  }
}
