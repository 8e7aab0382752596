import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'

const WIDTH = 300
const HEIGHT = 56
/** So that the stroke is not cut off. */
const INSET = 2

/** A line of the latest values, the newest at the end. Says nothing to screen readers: the numbers stand beside it. */
@Component({
  selector: 'app-sparkline',
  template: `
    <svg viewBox="0 0 300 56" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <path class="area" [attr.d]="area()" />
      <path class="line" [attr.d]="line()" />
    </svg>
  `,
  styleUrl: './sparkline.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Sparkline {
  /** Null where nothing happened that has a value. */
  readonly values = input.required<readonly (number | null)[]>()
  /** As many have room; a shorter list begins in the middle. */
  readonly length = input.required<number>()
  protected readonly line = computed(() => pathOf(this.#points()))
  protected readonly area = computed(() => {
    const points = this.#points()
    const [first] = points
    const last = points.at(-1)
    if (!first || !last) return ''
    return `${pathOf(points)}L${last.x} ${HEIGHT}L${first.x} ${HEIGHT}Z`
  })
  readonly #points = computed(() => pointsOf(this.values(), this.length()))
}

interface Point {
  readonly x: number
  readonly y: number
}

function pointsOf(values: readonly (number | null)[], length: number): Point[] {
  const most = Math.max(1e-9, ...values.map(value => value ?? 0))
  const step = WIDTH / Math.max(1, length - 1)
  const start = length - values.length
  return values.map((value, index) => ({
    x: rounded((start + index) * step),
    y: rounded(HEIGHT - INSET - ((value ?? 0) / most) * (HEIGHT - 2 * INSET)),
  }))
}

const rounded = (value: number): number => Math.round(value * 10) / 10

function pathOf(points: readonly Point[]): string {
  return points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('')
}
