import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import type { LocalMessage } from '@parley/client'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { chipsOf, type ReactionChip } from './reaction-chips'

/** The reactions under a message; one's own stand out, and a click gives or takes one back. */
@Component({
  selector: 'parley-reactions',
  template: `
    @for (chip of chips(); track chip.type) {
      <button
        type="button"
        class="chip"
        [class.own]="chip.isOwn"
        [disabled]="!canReact()"
        [tabindex]="isReachable() ? 0 : -1"
        [title]="who(chip)"
        [attr.aria-pressed]="chip.isOwn"
        (click)="toggled.emit(chip.type)"
      >
        <span class="parley-hidden">{{ nameOf(chip) }}: {{ who(chip) }}</span>
        <span class="emoji" aria-hidden="true">{{ chip.emoji }}</span>
        @if (chip.count > 1) {
          <span class="count" aria-hidden="true">{{ chip.count }}</span>
        }
      </button>
    }
  `,
  styleUrl: './reactions-component.css',
  host: { class: 'parley-root', role: 'group', '[attr.aria-label]': 't().reactions' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReactionsComponent {
  readonly message = input.required<LocalMessage>()
  /** Whether one may react here. */
  readonly canReact = input(true)
  /** Whether the Tab key stops here. */
  readonly isReachable = input(true)
  /** The type to give, or to take back. */
  readonly toggled = output<string>()

  protected readonly t = inject(TranslationService).texts
  protected readonly chips = computed(() => chipsOf(this.message()))

  constructor() {
    useTheme()
  }

  protected nameOf({ type }: ReactionChip): string {
    return this.t().reactionNames[type] ?? type
  }

  /** The names that are known, and how many more. */
  protected who({ names, count }: ReactionChip): string {
    return this.t().reactedBy(names, Math.max(0, count - names.length))
  }
}
