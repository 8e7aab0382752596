import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { LookOnly } from '../../ui/look-only'
import { PageHeader } from '../../ui/page-header'
import { AppDetails } from './app-details'
import { DangerZone } from './danger-zone'
import { ModeCard } from './mode-card'
import { SecretsCard } from './secrets-card'

/** What an app is called, how it runs, and what opens it. */
@Component({
  imports: [AppDetails, DangerZone, LookOnly, ModeCard, PageHeader, SecretsCard],
  template: `
    <app-page-header heading="App & keys" lead="What this app is called, how it runs, and the keys that open it." />
    @if (current.opened()) {
      <div class="stack">
        <app-look-only />
        <app-details />
        <app-secrets-card />
        <app-mode-card />
        @if (session.may('admin')) {
          <app-danger-zone />
        }
      </div>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SettingsPage {
  protected readonly current = inject(CurrentApp)
  protected readonly session = inject(Session)
}
