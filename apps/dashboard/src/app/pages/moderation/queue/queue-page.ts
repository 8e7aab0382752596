import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  Injector,
  inject,
  linkedSignal,
  signal,
} from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatButtonToggleModule } from '@angular/material/button-toggle'
import { Session } from '../../../session/session'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { Icon } from '../../../ui/icon'
import { growing } from '../../../ui/list/growing'
import { type Piece, pieceOf } from '../../../ui/list/piece'
import { ShowMore } from '../../../ui/list/show-more'
import { PageHeader } from '../../../ui/page-header'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'
import { ModerationTabs } from '../moderation-tabs'
import { Decisions } from './decisions'
import { FlagReports } from './flag-reports'
import { authorOf, type Decision, decisionOf, type FlagReport, subjectOf } from './flag-types'
import { ReportDetail } from './report-detail'

const PAGE = 25
const REFRESH_MS = 10_000
const KEYS: Readonly<Record<string, Decision>> = { d: 'dismiss', x: 'delete_message', b: 'ban_user' }
/** Keys of one letter count only while the focus is in the queue, and never where one types. */
const TYPED = 'input, textarea, select, [contenteditable]'

interface Choice {
  readonly reports: readonly FlagReport[]
  readonly chosen: string | undefined
}

/** What people and the server flagged, one after the other. */
@Component({
  imports: [
    EmptyState,
    ErrorPanel,
    Icon,
    MatButton,
    MatButtonToggleModule,
    ModerationTabs,
    PageHeader,
    ReportDetail,
    ShowMore,
    StatusChip,
    TimeText,
  ],
  templateUrl: './queue-page.html',
  styleUrl: './queue-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QueuePage {
  readonly #reports = inject(FlagReports)
  readonly #decisions = inject(Decisions)
  readonly #toasts = inject(Toasts)
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef)
  readonly #injector = inject(Injector)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly isDecided = signal(false)
  protected readonly isBusy = signal(false)
  protected readonly reports = growing(before => this.#page(before), {
    // Not while something is decided.
    everyMs: computed(() => (this.isBusy() ? 0 : REFRESH_MS)),
  })
  protected readonly chosen = signal<string | undefined>(undefined)
  /** What was chosen, or the first; it stays when new ones come, so that nobody decides about another one. */
  protected readonly shown = linkedSignal<Choice, FlagReport | undefined>({
    source: () => ({ reports: this.reports.items(), chosen: this.chosen() }),
    computation: ({ reports, chosen }, previous) => {
      const isThere = (id: string | undefined) => reports.find(report => report.id === id)
      return isThere(chosen) ?? isThere(previous?.value?.id) ?? reports[0]
    },
    equal: (one, other) => one?.id === other?.id && one?.updated_at === other?.updated_at,
  })
  protected readonly subjectOf = subjectOf
  protected readonly authorOf = authorOf
  protected readonly decisionOf = decisionOf

  protected show(isDecided: boolean): void {
    this.chosen.set(undefined)
    this.isDecided.set(isDecided)
  }

  protected async decide(decision: Decision): Promise<void> {
    const report = this.shown()
    if (!report || this.isBusy() || this.isDecided()) return
    if (decision === 'delete_message' && !report.message) return
    this.isBusy.set(true)
    const isDone = await this.#make(decision, report)
    this.isBusy.set(false)
    if (isDone) await this.#goOn(report)
  }

  protected async reopen(report: FlagReport): Promise<void> {
    try {
      await this.#reports.reopen(report)
      this.#toasts.done('The report is open again')
      await this.reports.reload()
    } catch (error) {
      this.#toasts.failed(error, 'Open it again')
    }
  }

  protected pressed(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPED)) return
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    const decision = this.mayChange ? KEYS[event.key.toLowerCase()] : undefined
    if (step !== undefined && target.closest('.list')) this.#move(step)
    else if (decision) void this.decide(decision)
    else return
    event.preventDefault()
  }

  #make(decision: Decision, report: FlagReport): Promise<boolean> {
    const undone = () => void this.reports.reload()
    if (decision === 'dismiss') return this.#decisions.dismiss(report, undone)
    if (decision === 'delete_message') return this.#decisions.deleteMessage(report, undone)
    return this.#decisions.ban(report, undone)
  }

  #move(step: number): void {
    const all = this.reports.items()
    const at = all.findIndex(report => report.id === this.shown()?.id)
    const next = all[at + step]
    if (next) this.#choose(next)
  }

  /** The next one takes the place of what is decided, and the focus. */
  async #goOn(report: FlagReport): Promise<void> {
    const all = this.reports.items()
    const at = all.findIndex(each => each.id === report.id)
    const next = all[at + 1] ?? all[at - 1]
    const isAlone = this.chosen() === undefined
    await this.reports.reload()
    const left = this.reports.items().find(each => each.id === next?.id)
    if (left && !isAlone) this.#choose(left)
    else this.chosen.set(undefined)
    this.#focus(left)
  }

  #choose(report: FlagReport): void {
    this.chosen.set(report.id)
    this.#focus(report)
  }

  #focus(report: FlagReport | undefined): void {
    const focus = () => {
      const id = report?.id ?? this.shown()?.id
      this.#host.nativeElement.querySelector<HTMLElement>(`[data-report="${id}"]`)?.focus()
    }
    afterNextRender({ read: focus }, { injector: this.#injector })
  }

  async #page(before: string | undefined): Promise<Piece<FlagReport>> {
    const reports = await this.#reports.find(this.isDecided(), PAGE + 1, before)
    return pieceOf(reports, PAGE, ({ created_at }) => created_at)
  }
}
