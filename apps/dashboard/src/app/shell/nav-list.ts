import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import type { AppView } from '../api/types'
import { Session } from '../session/session'
import { Icon } from '../ui/icon'
import { APP_NAV, DASHBOARD_NAV, type NavItem } from './nav'

/** The pages that can be gone to: an app's, when one is open, and the dashboard's own. */
@Component({
  selector: 'app-nav-list',
  imports: [Icon, RouterLink, RouterLinkActive],
  templateUrl: './nav-list.html',
  styleUrl: './nav-list.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NavList {
  readonly app = input<AppView>()
  protected readonly groups = APP_NAV
  protected readonly own = DASHBOARD_NAV
  readonly #session = inject(Session)

  protected isSeen({ role }: NavItem): boolean {
    return role === undefined || this.#session.may(role)
  }

  /** `logs` is another page than `logs/webhooks`. */
  protected matching({ exact }: NavItem) {
    const paths = exact ? ('exact' as const) : ('subset' as const)
    return { paths, queryParams: 'ignored', fragment: 'ignored', matrixParams: 'ignored' } as const
  }
}
