import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { ApiError, describe } from '../api/api-error'
import { Icon } from './icon'

/** What went wrong, in words, with "Try again" where that may help. */
@Component({
  selector: 'app-error',
  imports: [Icon, MatButton],
  template: `
    <app-icon name="warning" />
    <div role="alert">
      <p>{{ text() }}</p>
      @if (code() > 0) {
        <p class="muted">
          Error {{ code() }}. <a [href]="moreInfo()" target="_blank" rel="noopener">What it means</a>
        </p>
      }
    </div>
    @if (canRetry()) {
      <button mat-button type="button" (click)="retry.emit()">Try again</button>
    }
  `,
  host: { class: 'callout danger' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ErrorPanel {
  readonly error = input.required<unknown>()
  readonly canRetry = input(true)
  readonly retry = output()
  protected readonly text = computed(() => describe(this.error()))
  readonly #refusal = computed(() => {
    const error = this.error()
    return error instanceof ApiError ? error : undefined
  })
  protected readonly code = computed(() => this.#refusal()?.code ?? -1)
  protected readonly moreInfo = computed(() => this.#refusal()?.moreInfo ?? '/docs/errors')
}
