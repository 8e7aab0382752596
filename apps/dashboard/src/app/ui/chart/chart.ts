import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  DOCUMENT,
  type ElementRef,
  effect,
  inject,
  input,
  signal,
  viewChild,
} from '@angular/core'
import { Theme } from '../../shell/theme'
import type { ChartSpec } from './chart-spec'
import type { DrawnChart } from './draw-chart'
import { readPalette } from './palette'

/** A chart, drawn when its library is there. `label` says to screen readers what it shows; its numbers stand in a table beside it. */
@Component({
  selector: 'app-chart',
  template: `
    <ul class="legend" aria-hidden="true">
      @for (series of spec().series; track series.tone) {
        <li><span class="swatch" [class]="series.tone"></span>{{ series.name }}</li>
      }
    </ul>
    <div class="plot">
      <div class="canvas" role="img" [attr.aria-label]="label()" #canvas></div>
      @if (isEmpty()) {
        <p class="nothing">None in this time</p>
      }
    </div>
    @if (problem()) {
      <p class="muted">The chart can’t be drawn: {{ problem() }}. Its numbers are in the table below.</p>
    }
  `,
  styleUrl: './chart.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Chart {
  readonly spec = input.required<ChartSpec>()
  readonly label = input.required<string>()
  protected readonly problem = signal('')
  protected readonly isEmpty = computed(() => this.spec().series.every(({ values }) => !values.some(Boolean)))
  protected readonly place = viewChild.required<ElementRef<HTMLElement>>('canvas')
  readonly #theme = inject(Theme)
  readonly #document = inject(DOCUMENT)
  readonly #drawn = signal<DrawnChart | undefined>(undefined)
  /** Counts changes of the system's own theme. */
  readonly #systemTheme = signal(0)
  #isGone = false

  constructor() {
    afterNextRender(() => void this.#begin())
    effect(() => {
      this.#theme.setting()
      this.#systemTheme()
      const [drawn, spec] = [this.#drawn(), this.spec()]
      // The theme's own effect may come after this one.
      if (drawn)
        queueMicrotask(() => this.#isGone || drawn.show(spec, readPalette(this.place().nativeElement)))
    })
    inject(DestroyRef).onDestroy(() => {
      this.#isGone = true
      this.#drawn()?.end()
    })
    this.#watchSystem()
  }

  async #begin(): Promise<void> {
    try {
      const { drawChart } = await import('./draw-chart')
      if (!this.#isGone) this.#drawn.set(drawChart(this.place().nativeElement))
    } catch (error) {
      this.problem.set(String(error))
    }
  }

  #watchSystem(): void {
    const dark = this.#document.defaultView?.matchMedia('(prefers-color-scheme: dark)')
    const changed = () => this.#systemTheme.update(count => count + 1)
    dark?.addEventListener('change', changed)
    inject(DestroyRef).onDestroy(() => dark?.removeEventListener('change', changed))
  }
}
