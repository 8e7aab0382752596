import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { MatMenuModule } from '@angular/material/menu'
import { Router, RouterLink } from '@angular/router'
import { Session } from '../session/session'
import { Icon } from '../ui/icon'
import { Toasts } from '../ui/toasts'
import { Theme, type ThemeSetting } from './theme'

const THEMES: readonly { readonly setting: ThemeSetting; readonly label: string }[] = [
  { setting: 'auto', label: 'As the system' },
  { setting: 'light', label: 'Light' },
  { setting: 'dark', label: 'Dark' },
]

/** Who is signed in, how it looks, and the way out. */
@Component({
  selector: 'app-account-menu',
  imports: [Icon, MatMenuModule, RouterLink],
  templateUrl: './account-menu.html',
  styleUrl: './account-menu.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccountMenu {
  protected readonly session = inject(Session)
  protected readonly theme = inject(Theme)
  protected readonly themes = THEMES
  readonly #router = inject(Router)
  readonly #toasts = inject(Toasts)

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut()
    } catch (error) {
      this.#toasts.failed(error, 'Sign out on the server')
    }
    await this.#router.navigateByUrl('/sign-in')
  }
}
