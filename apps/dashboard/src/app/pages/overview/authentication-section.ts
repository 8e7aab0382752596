import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { LookOnly } from '../../ui/look-only'
import { SwitchRow } from '../../ui/switch-row'
import { Toasts } from '../../ui/toasts'
import { AppChanges } from '../settings/app-changes'
import { type AuthenticationSwitch, SWITCHES } from './authentication-switches'
import { IdentityProviders } from './identity-providers'
import { TokenRevocation } from './token-revocation'

/** Who may connect to this app, and how much is checked. */
@Component({
  selector: 'app-authentication-section',
  imports: [IdentityProviders, LookOnly, SwitchRow, TokenRevocation],
  templateUrl: './authentication-section.html',
  styleUrl: './authentication-section.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuthenticationSection {
  readonly #ask = inject(Ask)
  readonly #changes = inject(AppChanges)
  readonly #toasts = inject(Toasts)
  protected readonly current = inject(CurrentApp)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly switches = SWITCHES
  protected readonly isBusy = signal(false)
  readonly #isProduction = computed(() => this.current.opened()?.mode === 'production')

  protected isOn({ setting }: AuthenticationSwitch): boolean {
    return this.current.authentication()?.[setting] === true
  }

  protected isDisabled(each: AuthenticationSwitch): boolean {
    return !this.mayChange || this.isBusy() || this.#isBarred(each)
  }

  protected noteOf(each: AuthenticationSwitch): string {
    if (this.#isBarred(each)) {
      return 'Not in production mode: there every user comes with a signed token. Only an app in development mode can disable auth checks.'
    }
    return this.isOn(each) ? each.whileOn : ''
  }

  protected async change(each: AuthenticationSwitch, isOn: boolean): Promise<void> {
    const question = isOn ? each.beforeOn : each.beforeOff
    if (question && !(await this.#ask.confirm(question))) return
    this.isBusy.set(true)
    try {
      await this.#changes.authentication({ [each.setting]: isOn })
      this.#toasts.done(isOn ? each.doneOn : each.doneOff)
    } catch (error) {
      this.#toasts.failed(error, `Change “${each.label}”`)
    } finally {
      this.isBusy.set(false)
    }
  }

  #isBarred({ setting }: AuthenticationSwitch): boolean {
    return setting === 'disable_auth_checks' && this.#isProduction()
  }
}
