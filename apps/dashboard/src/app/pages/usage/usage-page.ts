import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Router, RouterLink } from '@angular/router'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import { download } from '../../api/download'
import { Chart } from '../../ui/chart/chart'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { growing } from '../../ui/list/growing'
import type { Piece } from '../../ui/list/piece'
import { loaded } from '../../ui/load'
import { MinuteClock } from '../../ui/minute-clock'
import { wholeNumber } from '../../ui/number-format'
import { PageHeader } from '../../ui/page-header'
import { type Choice, Select } from '../../ui/select'
import { StatCard } from '../../ui/stat-card'
import { Toasts } from '../../ui/toasts'
import { RangePicker } from './range-picker'
import { TeamTable } from './team-table'
import { connectionsChart, messagesChart, monthsChart, usersChart } from './usage-charts'
import { PRESETS, type Preset, queryOfDays, queryOfPreset, USUAL } from './usage-range'
import { describeChart, figuresOf } from './usage-summary'
import { UsageTable } from './usage-table'
import type { TeamsPage, TeamUsage, UsageReport } from './usage-types'

const TEAMS_AT_ONCE = 25

/** What an app was used for. Range and team stand in the address, so that they can be passed on. */
@Component({
  selector: 'app-usage-page',
  imports: [
    Chart,
    EmptyState,
    ErrorPanel,
    Icon,
    MatButton,
    PageHeader,
    RangePicker,
    RouterLink,
    Select,
    StatCard,
    TeamTable,
    UsageTable,
  ],
  templateUrl: './usage-page.html',
  styleUrl: './usage-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UsagePage {
  /** Of the address. */
  readonly range = input<string>()
  readonly from = input<string>()
  readonly to = input<string>()
  readonly team = input<string>()
  readonly #api = inject(Api)
  readonly #router = inject(Router)
  readonly #toasts = inject(Toasts)
  readonly #nowMs = inject(MinuteClock).nowMs
  protected readonly app = inject(CurrentApp)
  protected readonly byKind = signal(true)
  protected readonly isSaving = signal(false)
  protected readonly wholeNumber = wholeNumber

  protected readonly preset = computed((): Preset | undefined =>
    this.from() && this.to()
      ? undefined
      : (PRESETS.find(({ id }) => id === this.range()) ?? PRESETS.find(({ id }) => id === USUAL)),
  )
  /** Moves on with the minutes. */
  readonly #query = computed(() => {
    const preset = this.preset()
    const range = preset
      ? queryOfPreset(preset, this.#nowMs())
      : queryOfDays(this.from() ?? '', this.to() ?? '')
    return { ...range, team: this.team() }
  })
  readonly #asked = computed(() => JSON.stringify(this.#query()))
  readonly #everyMs = signal(30_000)
  protected readonly report = loaded(() => this.#load(this.#asked()), { everyMs: this.#everyMs })
  protected readonly months = loaded(
    () => this.#api.get<UsageReport>(this.#path(), { by: 'month', team: this.team() }),
    { everyMs: this.#everyMs },
  )
  protected readonly teams = growing(after => this.#loadTeams(this.#asked(), after))
  protected readonly teamChoices = computed<readonly Choice<string>[]>(() => {
    const known = this.teams
      .items()
      .map(({ team }) => team)
      .filter(team => team !== '')
    const chosen = this.team() ?? ''
    const all = chosen === '' || known.includes(chosen) ? known : [chosen, ...known]
    return [{ value: '', label: 'All teams' }, ...all.map(value => ({ value, label: value }))]
  })
  protected readonly hasTeams = computed(() => this.teams.items().length > 1 || this.team() !== undefined)

  protected readonly figures = computed(() => {
    const report = this.report.value()
    return report ? figuresOf(report, this.preset()?.before ?? 'as many days before') : []
  })
  protected readonly charts = computed(() => {
    const report = this.report.value()
    const byKind = this.byKind()
    if (!report) return undefined
    return {
      messages: report.by === 'minute' ? undefined : messagesChart(report, byKind),
      users: report.by === 'day' ? usersChart(report, byKind) : undefined,
      connections: connectionsChart(report, byKind),
    }
  })
  protected readonly monthsSpec = computed(() => {
    const report = this.months.value()
    return report && monthsChart({ months: report.months.slice(-12) }, this.byKind())
  })

  protected describe(what: string): string {
    const report = this.report.value()
    return report ? describeChart(what, report) : what
  }

  protected choose(change: Readonly<Record<string, string | null>>): void {
    void this.#router.navigate([], { queryParams: change, queryParamsHandling: 'merge' })
  }

  protected async save(): Promise<void> {
    this.isSaving.set(true)
    try {
      await download(this.#path(), { ...this.#query(), format: 'csv' })
    } catch (error) {
      this.#toasts.failed(error, 'The file was not saved')
    } finally {
      this.isSaving.set(false)
    }
  }

  #load(asked: string): Promise<UsageReport> {
    return this.#api.get<UsageReport>(this.#path(), JSON.parse(asked) as Record<string, string>)
  }

  async #loadTeams(asked: string, after: string | undefined): Promise<Piece<TeamUsage>> {
    const { by, from, to } = JSON.parse(asked) as Record<string, string>
    // Teams have no minutes.
    const query = by === 'minute' ? { by: 'hour', from, to } : { by, from, to }
    const asking = { ...query, limit: TEAMS_AT_ONCE, after }
    const page = await this.#api.get<TeamsPage>(`${this.#path()}/teams`, asking)
    return { items: page.teams, next: page.next ?? undefined }
  }

  #path(): string {
    return path`/apps/${this.app.key()}/usage`
  }
}
