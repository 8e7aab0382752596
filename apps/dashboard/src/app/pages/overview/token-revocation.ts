import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { firstValueFrom } from 'rxjs'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { TimeText } from '../../ui/time-text'
import { Toasts } from '../../ui/toasts'
import { AppChanges } from '../settings/app-changes'

/** What the dialog closes with: before when tokens are refused; 'now' for this moment. */
export type RevokeBefore = 'now' | string

/** Revoking the tokens of all users at once. */
@Component({
  selector: 'app-token-revocation',
  imports: [MatButton, TimeText],
  templateUrl: './token-revocation.html',
  styleUrl: './token-revocation.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokenRevocation {
  readonly #ask = inject(Ask)
  readonly #changes = inject(AppChanges)
  readonly #current = inject(CurrentApp)
  readonly #dialog = inject(MatDialog)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly isBusy = signal(false)
  protected readonly before = computed(
    () => this.#current.authentication()?.revoke_tokens_issued_before ?? null,
  )

  protected async revoke(): Promise<void> {
    const { RevokeTokensDialog } = await import('./revoke-tokens-dialog')
    const dialog = this.#dialog.open<unknown, never, RevokeBefore>(RevokeTokensDialog, { width: '500px' })
    const before = await firstValueFrom(dialog.afterClosed())
    if (before === undefined) return
    await this.#change(
      'Revoke the tokens',
      before === 'now' ? undefined : before,
      'Tokens issued until then are refused',
    )
  }

  protected async takeBack(): Promise<void> {
    const agreed = await this.#ask.confirm({
      heading: 'Take the revocation back?',
      text: 'Tokens that were refused because of it are good again, until they expire. Whoever was disconnected can come back with them.',
      action: 'Take it back',
      isDangerous: true,
    })
    if (agreed) await this.#change('Take the revocation back', null, 'Earlier tokens are good again')
  }

  async #change(what: string, before: string | null | undefined, done: string): Promise<void> {
    this.isBusy.set(true)
    try {
      await this.#changes.revokeTokens(before)
      this.#toasts.done(done)
    } catch (error) {
      this.#toasts.failed(error, what)
    } finally {
      this.isBusy.set(false)
    }
  }
}
