import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  linkedSignal,
  signal,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Router, RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { CodeBlock } from '../../ui/code-block'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { FilterEditor, type FilterExample } from '../../ui/filter-editor/filter-editor'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { Pager } from '../../ui/pager'
import { type JsonObject, parseJsonObject } from '../../ui/parse-json-object'
import { TimeText } from '../../ui/time-text'
import { UserAvatar } from './user-avatar'
import { UserChips } from './user-chips'
import { type Looking, STANDINGS, type Standing, type UserOrder } from './user-types'
import { UsersApi } from './users-api'
import { EMPTY } from './users-empty'
import { CREATE_SNIPPET } from './users-snippet'

const TYPING_MS = 250

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
    FilterEditor,
    Icon,
    MatButton,
    PageHeader,
    Pager,
    RouterLink,
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
  protected readonly examples = EXAMPLES
  protected readonly snippet = computed(() =>
    CREATE_SNIPPET.replace('API_KEY', this.app.opened()?.api_key ?? ''),
  )

  protected readonly looking = computed<Looking>(() => ({
    standing: STANDINGS.find(({ name }) => name === this.standing())?.name ?? 'all',
    search: this.q() ?? '',
    filter: parseJsonObject(this.filter() ?? '').value ?? {},
    order: this.order() === 'last_active' ? 'last_active' : 'created_at',
  }))
  protected readonly isFiltered = computed(() => Object.keys(this.looking().filter).length > 0)
  protected readonly isNarrowed = computed(
    () => this.isFiltered() || this.looking().search !== '' || this.looking().standing !== 'all',
  )
  protected readonly showsFilter = signal(false)
  /** Where the pages before this one began; the last is this page's. */
  readonly #cursors = linkedSignal<Looking, readonly (string | undefined)[]>({
    source: this.looking,
    // Another question begins at its first page, before it is asked.
    computation: () => [undefined],
  })
  protected readonly pageNumber = computed(() => this.#cursors().length)
  protected readonly found = loaded(() => this.#users.list(this.looking(), this.#cursors().at(-1)))
  protected readonly page = this.found.value
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    effect(() => {
      if (this.isFiltered()) this.showsFilter.set(true)
    })
  }

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

  protected typed(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.look({ q: text.trim() || null }), TYPING_MS)
  }

  protected setStanding(standing: Standing): void {
    this.look({ standing: standing === 'all' ? null : standing })
  }

  protected setOrder(order: string): void {
    this.look({ order: (order as UserOrder) === 'last_active' ? order : null })
  }

  protected setFilter(filter: JsonObject): void {
    this.look({ filter: Object.keys(filter).length === 0 ? null : JSON.stringify(filter) })
  }

  protected look(queryParams: Readonly<Record<string, string | null>>): void {
    void this.#router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  }

  protected clear(): void {
    this.showsFilter.set(false)
    this.look({ q: null, standing: null, filter: null })
  }

  protected next(): void {
    const next = this.page()?.next
    if (next !== undefined) this.#cursors.update(cursors => [...cursors, next])
  }

  protected previous(): void {
    this.#cursors.update(cursors => cursors.slice(0, -1))
  }

  protected async create(): Promise<void> {
    const { openCreateUser } = await import('./dialogs/create-user')
    const id = await openCreateUser(this.#dialog)
    if (id !== undefined) await this.#router.navigate(['/apps', this.app.key(), 'users', id])
  }
}
