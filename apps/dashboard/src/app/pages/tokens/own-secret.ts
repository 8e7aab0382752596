import { ChangeDetectionStrategy, Component, computed, inject, input, resource, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import { Api, path } from '../../api/api'
import { ApiError } from '../../api/api-error'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import type { TokenDraft } from '../../tokens/token-draft'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { type Choice, Select } from '../../ui/select'
import { TimeText } from '../../ui/time-text'
import { Toasts } from '../../ui/toasts'

interface SecretView {
  readonly id: string
  readonly state: 'active' | 'retiring' | 'retired' | 'revoked'
  readonly created_at: string
}

/** Fills a secret of the app in, instead of having it copied: asked for with the password, and audited. */
@Component({
  selector: 'app-own-secret',
  imports: [ErrorPanel, Icon, MatButton, RouterLink, Select, TimeText],
  templateUrl: './own-secret.html',
  styleUrl: './own-secret.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class OwnSecret {
  readonly draft = input.required<TokenDraft>()
  protected readonly app = inject(CurrentApp)
  protected readonly mayReveal = inject(Session).may('admin')
  readonly #api = inject(Api)
  readonly #toasts = inject(Toasts)

  protected readonly secrets = resource({
    loader: async () =>
      (await this.#api.get<{ secrets: SecretView[] }>(path`/apps/${this.app.key()}/secrets`)).secrets,
  })
  /** Newest first: new tokens are signed with that one. */
  protected readonly active = computed(() =>
    (this.secrets.hasValue() ? this.secrets.value() : []).filter(({ state }) => state === 'active').reverse(),
  )
  protected readonly choices = computed<readonly Choice<string>[]>(() =>
    this.active().map(({ id }) => ({ value: id, label: id })),
  )
  protected readonly chosen = signal<string | undefined>(undefined)
  protected readonly isBusy = signal(false)

  protected async use(): Promise<void> {
    const id = this.chosen() ?? this.active()[0]?.id
    if (id === undefined || this.isBusy()) return
    this.isBusy.set(true)
    try {
      const { secret } = await this.#api.post<{ secret: string }>(
        path`/apps/${this.app.key()}/secrets/${id}/reveal`,
      )
      this.draft().secret.set(secret)
      this.draft().secretId.set(id)
    } catch (error) {
      // Whoever would rather not give the password knows that.
      const isDeclined = error instanceof ApiError && error.reason === 'confirmation_required'
      if (!isDeclined) this.#toasts.failed(error, 'Use the secret of this app')
    } finally {
      this.isBusy.set(false)
    }
  }
}
