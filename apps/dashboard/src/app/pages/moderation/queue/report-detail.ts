import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../../api/current-app'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { FlagReports } from './flag-reports'
import { authorOf, type Decision, decisionOf, type FlagReport, subjectOf } from './flag-types'

/** One report: what was said in which context, who flagged it and why, and what to do. */
@Component({
  selector: 'app-report-detail',
  imports: [ErrorPanel, MatButton, RouterLink, StatusChip, TimeText],
  templateUrl: './report-detail.html',
  styleUrl: './report-detail.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReportDetail {
  readonly report = input.required<FlagReport>()
  readonly mayDecide = input.required<boolean>()
  readonly isBusy = input.required<boolean>()
  readonly decide = output<Decision>()
  readonly reopen = output()
  readonly #reports = inject(FlagReports)
  protected readonly key = inject(CurrentApp).key()
  protected readonly flags = loaded(() => this.#reports.flagsOf(this.report()))
  protected readonly around = loaded(() => this.#reports.around(this.report()))
  protected readonly author = computed(() => authorOf(this.report()))
  protected readonly subject = computed(() => subjectOf(this.report()))
  protected readonly decision = computed(() => decisionOf(this.report()))
  protected readonly canDelete = computed(() => {
    const { message } = this.report()
    return message !== undefined && message !== null && message.type !== 'deleted'
  })
  /** Its messages are those of another report until they came. */
  protected readonly messages = computed(() => {
    const messages = this.around.value() ?? []
    const { message } = this.report()
    return messages.some(each => each.id === message?.id) ? messages : message ? [message] : []
  })

  protected custom(value: Readonly<Record<string, unknown>>): string {
    return JSON.stringify(value)
  }
}
