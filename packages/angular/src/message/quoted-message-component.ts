import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import type { MessageResponse } from '@parley/client'
import { userName } from '../format/user-name'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { excerptOf } from './excerpt'

/** The message that another one quotes; a click goes there. */
@Component({
  selector: 'parley-quoted-message',
  template: `
    <button
      type="button"
      class="quote"
      [tabindex]="isReachable() ? 0 : -1"
      (click)="chosen.emit(message().id)"
    >
      <span class="parley-hidden">{{ t().goToQuoted }}</span>
      <bdi class="author parley-truncate">{{ author() }}</bdi>
      <span class="text" dir="auto">{{ excerpt() }}</span>
    </button>
  `,
  styleUrl: './quoted-message-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuotedMessageComponent {
  readonly message = input.required<MessageResponse>()
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** The id of the message to go to. */
  readonly chosen = output<string>()

  protected readonly t = inject(TranslationService).texts
  protected readonly author = computed(() => userName(this.message().user) || this.t().unnamedUser)
  protected readonly excerpt = computed(() => excerptOf(this.message(), this.t()))

  constructor() {
    useTheme()
  }
}
