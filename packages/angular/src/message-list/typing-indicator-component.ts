import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import type { UserResponse } from '@parley/client'
import { userName } from '../format/user-name'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'

/** Who is writing right now. Keeps its place when nobody is, so that nothing moves. */
@Component({
  selector: 'parley-typing-indicator',
  template: `
    @if (users().length > 0) {
      <span class="parley-typing-dots" aria-hidden="true"><i></i><i></i><i></i></span>
      <span class="parley-truncate" dir="auto">{{ text() }}</span>
    }
  `,
  styleUrl: './typing-indicator-component.css',
  host: { class: 'parley-root', 'aria-live': 'polite' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TypingIndicatorComponent {
  readonly users = input.required<readonly UserResponse[]>()

  protected readonly t = inject(TranslationService).texts
  protected readonly text = computed(() => this.t().typing(this.users().map(userName)))

  constructor() {
    useTheme()
  }
}
