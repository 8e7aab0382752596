import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatProgressBar } from '@angular/material/progress-bar'
import { firstValueFrom } from 'rxjs'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { SecretRow } from './secret-row'
import { isAccepted, type SecretUse } from './secret-use'

/** The app's secrets, newest first, and how much each is in use. */
@Component({
  selector: 'app-secrets-card',
  imports: [ErrorPanel, Icon, MatButton, MatProgressBar, SecretRow],
  templateUrl: './secrets-card.html',
  styleUrl: './secrets-card.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecretsCard {
  readonly #api = inject(Api)
  readonly #dialog = inject(MatDialog)
  protected readonly key = inject(CurrentApp).key()
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly loaded = resource({
    loader: () => this.#api.get<{ secrets: readonly SecretUse[] }>(path`/apps/${this.key}/secrets`),
  })
  protected readonly secrets = computed(() =>
    this.loaded.hasValue() ? this.loaded.value().secrets.toReversed() : undefined,
  )
  protected readonly active = computed(() => (this.secrets() ?? []).filter(({ state }) => state === 'active'))
  /** With it the server signs what it makes itself. */
  protected readonly signing = computed(() => this.active()[0]?.id)

  protected isLast({ id }: SecretUse): boolean {
    return !this.active().some(other => other.id !== id)
  }

  protected async add(): Promise<void> {
    const { AddSecretDialog } = await import('./add-secret-dialog')
    const data = { key: this.key, others: (this.secrets() ?? []).filter(isAccepted) }
    const dialog = this.#dialog.open(AddSecretDialog, { width: '560px', data })
    await firstValueFrom(dialog.afterClosed())
    this.loaded.reload()
  }
}
