import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { rateNumber, wholeNumber } from '../../ui/number-format'
import { PageHeader } from '../../ui/page-header'
import { Sparkline } from '../../ui/sparkline'
import { StatusChip, type Tone } from '../../ui/status-chip'
import { type FeedState, LiveFeed } from './live-feed'
import { figuresOf, POINTS } from './live-figures'
import { LiveTable } from './live-table'

const WORDS: Readonly<Record<FeedState, string>> = {
  starting: 'Connecting …',
  live: 'Live',
  paused: 'Paused',
  lost: 'Connection lost',
}
const TONES: Readonly<Record<FeedState, Tone>> = {
  starting: 'neutral',
  live: 'success',
  paused: 'neutral',
  lost: 'danger',
}

/** What an app does right now. */
@Component({
  selector: 'app-live-page',
  imports: [ErrorPanel, Icon, LiveTable, MatButton, PageHeader, RouterLink, Sparkline, StatusChip],
  providers: [LiveFeed],
  templateUrl: './live-page.html',
  styleUrl: './live-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LivePage {
  protected readonly feed = inject(LiveFeed)
  protected readonly app = inject(CurrentApp)
  protected readonly points = POINTS
  protected readonly wholeNumber = wholeNumber
  protected readonly words = computed(() => WORDS[this.feed.state()])
  protected readonly tone = computed(() => TONES[this.feed.state()])
  protected readonly figures = computed(() => {
    const report = this.feed.report()
    return report ? figuresOf(report, this.feed.samples()) : []
  })
  readonly #nowMs = signal(Date.now())
  protected readonly waitSeconds = computed(() =>
    Math.max(0, Math.ceil((this.feed.nextAtMs() - this.#nowMs()) / 1000)),
  )

  constructor() {
    const timer = setInterval(() => this.#nowMs.set(Date.now()), 1_000)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }

  protected toggle(): void {
    if (this.feed.isPaused()) this.feed.resume()
    else this.feed.pause()
  }

  protected percent(share: number): string {
    return `${rateNumber(share * 100)} %`
  }

  protected megabytes(bytes: number): string {
    return `${wholeNumber(Math.round(bytes / 1024 / 1024))} MiB`
  }

  protected duration(seconds: number): string {
    const minutes = Math.floor(seconds / 60)
    if (minutes < 60) return `${minutes} min`
    const hours = Math.floor(minutes / 60)
    return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`
  }
}
