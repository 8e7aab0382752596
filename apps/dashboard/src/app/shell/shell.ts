import { A11yModule } from '@angular/cdk/a11y'
import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { takeUntilDestroyed } from '@angular/core/rxjs-interop'
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router'
import { filter } from 'rxjs'
import { CurrentApp } from '../api/current-app'
import { Icon } from '../ui/icon'
import { AccountMenu } from './account-menu'
import { AppSwitcher } from './app-switcher'
import { NavList } from './nav-list'

/** What stands around every page: where one is, where one can go, who one is. */
@Component({
  selector: 'app-shell',
  imports: [A11yModule, AccountMenu, AppSwitcher, Icon, NavList, RouterLink, RouterOutlet],
  templateUrl: './shell.html',
  styleUrl: './shell.css',
  host: { '(keydown.escape)': 'isDrawerOpen.set(false)' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Shell {
  /** On narrow screens the navigation is a drawer. */
  protected readonly isDrawerOpen = signal(false)
  readonly #current = inject(CurrentApp)
  readonly #router = inject(Router)
  readonly #url = signal(this.#router.url)
  /** While a page of an app is shown. */
  protected readonly app = computed(() =>
    this.#url().startsWith('/apps/') ? this.#current.opened() : undefined,
  )
  protected readonly isOpenToAll = computed(() => this.app()?.disable_auth_checks === true)

  constructor() {
    const ended = this.#router.events.pipe(
      filter(event => event instanceof NavigationEnd),
      takeUntilDestroyed(),
    )
    ended.subscribe(({ urlAfterRedirects }) => {
      this.#url.set(urlAfterRedirects)
      this.isDrawerOpen.set(false)
    })
  }
}
