import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { encode } from 'uqr'

/** Modules of white that readers need around it. */
const QUIET = 4

/** A QR code, always dark on light: not every reader takes it the other way. */
@Component({
  selector: 'app-qr-code',
  template: `
    <svg role="img" shape-rendering="crispEdges" [attr.viewBox]="box()" [attr.aria-label]="what()">
      <rect width="100%" height="100%" fill="#fff" />
      <path fill="#000" [attr.d]="path()" />
    </svg>
  `,
  styleUrl: './qr-code.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QrCode {
  readonly text = input.required<string>()
  /** Names it for screen readers. */
  readonly what = input.required<string>()
  readonly #code = computed(() => encode(this.text(), { ecc: 'M', border: QUIET }))
  protected readonly box = computed(() => `0 0 ${this.#code().size} ${this.#code().size}`)
  protected readonly path = computed(() =>
    this.#code()
      .data.flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
      .join(''),
  )
}
