import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import type { Authentication, IdentityProvider } from '../../api/types'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { Icon } from '../../ui/icon'
import { Toasts } from '../../ui/toasts'

/** Whose tokens are taken beside the app's own. */
@Component({
  selector: 'app-identity-providers',
  imports: [Icon, MatButton],
  templateUrl: './identity-providers.html',
  styleUrl: './identity-providers.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class IdentityProviders {
  readonly #api = inject(Api)
  readonly #ask = inject(Ask)
  readonly #current = inject(CurrentApp)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly providers = computed(() => this.#current.authentication()?.identity_providers ?? [])

  protected claimsOf(provider: IdentityProvider): string {
    const { user_id_claim: userId, name_claim: name, teams_claim: teams } = provider
    return [`user id from ${userId}`, name && `name from ${name}`, teams && `teams from ${teams}`]
      .filter(Boolean)
      .join(', ')
  }

  protected async add(): Promise<void> {
    const { AddProviderDialog } = await import('./add-provider-dialog')
    this.#dialog.open(AddProviderDialog, { width: '600px' })
  }

  protected async remove({ issuer, audience }: IdentityProvider): Promise<void> {
    const agreed = await this.#ask.typeName(issuer, {
      heading: 'Remove this identity provider?',
      text: 'Its tokens are refused from then on, and connections made with them are closed: whoever signs in with it can’t connect any more. The users that it brought stay, with their messages.',
      action: 'Remove provider',
    })
    if (!agreed) return
    try {
      const below = path`/apps/${this.#current.key()}/identity_providers`
      const reply = await this.#api.delete<{ authentication: Authentication }>(below, {
        query: { issuer, audience },
      })
      this.#current.took(reply)
      this.#toasts.done('The identity provider is removed')
    } catch (error) {
      this.#toasts.failed(error, 'Remove the identity provider')
    }
  }
}
