import { ChangeDetectionStrategy, Component, computed, inject, resource } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { MatProgressBar } from '@angular/material/progress-bar'
import { Router } from '@angular/router'
import { firstValueFrom } from 'rxjs'
import { Api } from '../../api/api'
import type { AppView } from '../../api/types'
import { Session } from '../../session/session'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { PageHeader } from '../../ui/page-header'
import { AppCard } from './app-card'
import { FirstSteps } from './first-steps'

interface AppsReply {
  readonly apps: readonly AppView[]
  /** The API key of the app whose chat is served at `/`. */
  readonly playground: string | null
}

/** The apps that one may see. */
@Component({
  imports: [AppCard, EmptyState, ErrorPanel, FirstSteps, Icon, MatButton, MatProgressBar, PageHeader],
  templateUrl: './apps-page.html',
  styleUrl: './apps-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppsPage {
  readonly #api = inject(Api)
  readonly #session = inject(Session)
  readonly #dialog = inject(MatDialog)
  readonly #router = inject(Router)
  protected readonly loaded = resource({ loader: () => this.#api.get<AppsReply>('/apps') })
  protected readonly apps = computed(() => (this.loaded.hasValue() ? this.loaded.value().apps : undefined))
  protected readonly playground = computed(() =>
    this.loaded.hasValue() ? this.loaded.value().playground : null,
  )
  /** Whoever is confined to some apps would not see a new one. */
  protected readonly mayCreate = computed(() => {
    const admin = this.#session.admin()
    return admin?.role === 'owner' || (admin?.role === 'admin' && admin.apps === null)
  })
  /** Who has a single app is most often here for the first time. */
  protected readonly onlyApp = computed(() => (this.apps()?.length === 1 ? this.apps()?.[0] : undefined))

  protected async create(): Promise<void> {
    const { CreateAppDialog } = await import('./create-app-dialog')
    const dialog = this.#dialog.open<unknown, never, AppView>(CreateAppDialog, { width: '560px' })
    const made = await firstValueFrom(dialog.afterClosed())
    if (made) await this.#router.navigate(['/apps', made.api_key])
  }
}
