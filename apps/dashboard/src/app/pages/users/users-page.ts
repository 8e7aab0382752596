import { ChangeDetectionStrategy, Component, computed, inject, input, viewChild } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Router, RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { CodeBlock } from '../../ui/code-block'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import type { FilterExample } from '../../ui/filter-editor/filter-editor'
import { Icon } from '../../ui/icon'
import { listAddress } from '../../ui/list/list-address'
import { ListTools } from '../../ui/list/list-tools'
import { paged } from '../../ui/list/paged'
import { PageHeader } from '../../ui/page-header'
import { Pager } from '../../ui/pager'
import { Select } from '../../ui/select'
import { TimeText } from '../../ui/time-text'
import { UserAvatar } from './user-avatar'
import { UserChips } from './user-chips'
import { type Looking, ORDERS, STANDINGS, type Standing, type UserOrder } from './user-types'
import { UsersApi } from './users-api'
import { EMPTY } from './users-empty'
import { CREATE_SNIPPET } from './users-snippet'

const EXAMPLES: readonly FilterExample[] = [
  { label: 'Admins', filter: () => ({ role: 'admin' }) },
  { label: 'Moderators', filter: () => ({ role: 'moderator' }) },
  { label: 'Not there for 30 days', filter: () => ({ last_active: { $lt: daysAgo(30) } }) },
  { label: 'New this week', filter: () => ({ created_at: { $gte: daysAgo(7) } }) },
  { label: 'In a team', filter: () => ({ teams: { $contains: 'red' } }) },
]

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '')
}

/** Who can connect to the app; found by id, name, standing and the filter language. */
@Component({
  selector: 'app-users-page',
  imports: [
    CodeBlock,
    EmptyState,
    ErrorPanel,
    Icon,
    ListTools,
    MatButton,
    PageHeader,
    Pager,
    RouterLink,
    Select,
    TimeText,
    UserAvatar,
    UserChips,
  ],
  templateUrl: './users-page.html',
  styleUrls: ['../../ui/controls.css', './users-page.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsersPage {
  // Of the address.
  readonly q = input<string>()
  readonly standing = input<string>()
  readonly filter = input<string>()
  readonly order = input<string>()

  readonly #users = inject(UsersApi)
  readonly #router = inject(Router)
  readonly #dialog = inject(MatDialog)
  protected readonly app = inject(CurrentApp)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly standings = STANDINGS
  protected readonly orders = ORDERS
  protected readonly examples = EXAMPLES
  protected readonly snippet = computed(() =>
    CREATE_SNIPPET.replace('API_KEY', this.app.opened()?.api_key ?? ''),
  )

  protected readonly address = listAddress(this.filter)
  protected readonly looking = computed<Looking>(() => ({
    standing: STANDINGS.find(({ name }) => name === this.standing())?.name ?? 'all',
    search: this.q() ?? '',
    filter: this.address.filter(),
    order: this.order() === 'last_active' ? 'last_active' : 'created_at',
  }))
  protected readonly isFiltered = computed(() => Object.keys(this.looking().filter).length > 0)
  protected readonly isNarrowed = computed(
    () => this.isFiltered() || this.looking().search !== '' || this.looking().standing !== 'all',
  )
  protected readonly tools = viewChild(ListTools)
  protected readonly found = paged(this.looking, (looking, after: string | undefined) =>
    this.#users.list(looking, after),
  )

  protected readonly emptyHeading = computed(() => {
    const { standing, search } = this.looking()
    if (search !== '' || this.isFiltered()) return 'Nobody matches'
    return EMPTY[standing].heading
  })
  protected readonly emptyText = computed(() => {
    const { standing, search } = this.looking()
    if (search !== '') return `No id, and no word of a name, begins with “${search}”.`
    return this.isFiltered() ? 'No user is as the filter wants.' : EMPTY[standing].text
  })

  protected setStanding(standing: Standing): void {
    this.address.look({ standing: standing === 'all' ? null : standing })
  }

  protected setOrder(order: UserOrder): void {
    this.address.look({ order: order === 'last_active' ? order : null })
  }

  protected clear(): void {
    this.tools()?.isFilterOpen.set(false)
    this.address.look({ q: null, standing: null, filter: null })
  }

  protected async create(): Promise<void> {
    const { openCreateUser } = await import('./dialogs/create-user')
    const id = await openCreateUser(this.#dialog)
    if (id !== undefined) await this.#router.navigate(['/apps', this.app.key(), 'users', id])
  }
}
