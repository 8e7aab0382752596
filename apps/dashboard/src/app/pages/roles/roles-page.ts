import { BreakpointObserver } from '@angular/cdk/layout'
import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core'
import { toSignal } from '@angular/core/rxjs-interop'
import { MatButton } from '@angular/material/button'
import { MatButtonToggleModule } from '@angular/material/button-toggle'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { MatSelectModule } from '@angular/material/select'
import { Router, RouterLink } from '@angular/router'
import { map } from 'rxjs'
import { Api } from '../../api/api'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { Ask } from '../../ui/ask'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { ReviewChanges } from '../../ui/review-changes'
import { SaveBar } from '../../ui/save-bar'
import { Toasts } from '../../ui/toasts'
import { type HasUnsaved, warnBeforeUnload } from '../../ui/unsaved'
import { CellWords } from './cell-words'
import { FindChannel } from './find-channel'
import { APP_SCOPE, isChannel, loadScope, loadWorld, type ScopeGrants, saveScope } from './grant-scope'
import { GrantsDraft } from './grants-draft'
import { type Cell, GrantsGrid } from './grants-grid'
import { filterRows, type GrantRow, type Reach, rowsOf, rowsOfOwn } from './grants-rows'
import { PermissionsCard } from './permissions-card'
import { RolesCard } from './roles-card'
import { columnsOf } from './roles-shown'

const ONE_ROLE = '(max-width: 719px)'

/** Who may do what: the grants of the app, of a channel type, or of one channel. */
@Component({
  selector: 'app-roles-page',
  imports: [
    CellWords,
    EmptyState,
    ErrorPanel,
    FindChannel,
    GrantsGrid,
    Icon,
    MatButton,
    MatButtonToggleModule,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
    PageHeader,
    PermissionsCard,
    RolesCard,
    RouterLink,
    SaveBar,
  ],
  templateUrl: './roles-page.html',
  styleUrl: './roles-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RolesPage implements HasUnsaved {
  /** Of the address: `.app`, a channel type, a channel's cid, or `channel` while none is chosen. */
  readonly scope = input<string>()
  /** Of the address: the cell that a link leads to. */
  readonly role = input<string>()
  readonly permission = input<string>()

  readonly #api = inject(Api)
  readonly #chat = inject(ChatApi)
  readonly #app = inject(CurrentApp)
  readonly #ask = inject(Ask)
  readonly #review = inject(ReviewChanges)
  readonly #router = inject(Router)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly appScope = APP_SCOPE
  protected readonly draft = new GrantsDraft()
  protected readonly filter = signal('')
  protected readonly chosenReach = signal<Reach | undefined>(undefined)
  protected readonly looked = signal<Cell | undefined>(undefined)
  protected readonly chosenRole = signal<string | undefined>(undefined)
  protected readonly isNarrow = toSignal(
    inject(BreakpointObserver)
      .observe(ONE_ROLE)
      .pipe(map(state => state.matches)),
    { initialValue: false },
  )

  protected readonly world = loaded(() => loadWorld(this.#api, this.#chat))
  protected readonly current = computed(() => this.scope() || 'messaging')
  protected readonly isOfChannel = computed(() => this.current() === 'channel' || isChannel(this.current()))
  protected readonly cid = computed(() => (isChannel(this.current()) ? this.current() : ''))
  protected readonly grants = loaded<ScopeGrants | undefined>(async () => {
    const [world, scope] = [this.world.value(), this.current()]
    if (!world || scope === 'channel') return undefined
    return loadScope(this.#api, world, this.#app.key(), scope)
  })
  /** Of the scope that is shown, not of the one before. The same again takes nothing away that is not saved. */
  protected readonly shown = computed(
    () => {
      const grants = this.grants.value()
      return grants?.scope === this.current() ? grants : undefined
    },
    { equal: (one, other) => JSON.stringify(one) === JSON.stringify(other) },
  )
  readonly #kind = computed(() => (this.current() === APP_SCOPE ? 'app' : 'channel'))
  protected readonly hasTeams = computed(() => this.#app.authentication()?.multi_tenant_enabled === true)
  protected readonly reach = computed<Reach>(
    () => this.chosenReach() ?? (this.permission()?.endsWith('-any-team') ? 'any-team' : 'in-team'),
  )
  protected readonly rows = computed(() => this.#rowsFor(this.reach()))
  protected readonly shownRows = computed(() => filterRows(this.rows(), this.filter()))
  protected readonly columns = computed(() =>
    columnsOf(
      this.world.value()?.roles ?? [],
      this.shown(),
      this.#kind(),
      this.hasTeams() || this.reach() === 'any-team',
    ),
  )
  protected readonly shownRole = computed(() => this.chosenRole() ?? this.role() ?? this.columns()[0] ?? '')
  protected readonly shownColumns = computed(() => (this.isNarrow() ? [this.shownRole()] : this.columns()))
  protected readonly wanted = computed(() => {
    const [role, permission] = [this.role(), this.permission()]
    const row = this.rows().find(each => each.all === permission || each.own === permission)
    return role && row ? { role, key: row.key } : undefined
  })
  protected readonly lines = computed(() =>
    this.draft.lines([...this.#rowsFor('in-team'), ...this.#rowsFor('any-team')].filter(isFirst)),
  )
  protected readonly what = computed(() => (this.current() === APP_SCOPE ? 'the app' : this.current()))
  protected readonly markWords = computed(() =>
    this.shown()?.inherited ? 'set for this channel' : 'not as it began',
  )

  constructor() {
    effect(() => {
      const shown = this.shown()
      if (shown) this.draft.begin(shown)
    })
    warnBeforeUnload(this)
  }

  hasUnsaved(): boolean {
    return this.lines().length > 0
  }

  protected async choose(scope: string): Promise<void> {
    if (scope === this.current() || (scope === 'channel' && this.isOfChannel())) return
    if (this.hasUnsaved() && !(await this.#mayLose())) return
    this.draft.discard()
    await this.#router.navigate([], { queryParams: { scope } })
  }

  protected async save(): Promise<void> {
    const shown = this.shown()
    if (!shown) return
    const isSaved = await this.#review.ask({
      heading: `Change who may do what in ${this.what()}`,
      note: 'It holds at once: who may not read a channel any more hears no more of it.',
      lines: this.lines(),
      save: () => saveScope(this.#chat, shown, this.draft.changed(), this.draft.merged()),
    })
    if (!isSaved) return
    await this.world.reload()
    this.#toasts.done(`Saved the grants of ${this.what()}.`)
  }

  #mayLose(): Promise<boolean> {
    return this.#ask.confirm({
      heading: 'Leave without saving?',
      text: `What you have changed in ${this.what()} is not saved yet.`,
      action: 'Leave',
      isDangerous: true,
    })
  }

  #rowsFor(reach: Reach): GrantRow[] {
    const world = this.world.value()
    if (!world) return []
    const kind = this.#kind()
    return [...rowsOf(world.words.actions, kind, reach), ...rowsOfOwn(world.permissions, kind)]
  }
}

const isFirst = (row: GrantRow, at: number, rows: readonly GrantRow[]): boolean =>
  rows.findIndex(each => each.key === row.key) === at
