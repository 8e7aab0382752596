import { ChangeDetectionStrategy, Component, inject, input, output, signal } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import { TranslationService } from '../services/translation-service'
import { EmojiPickerComponent } from './emoji-picker-component'
import { QUICK_REACTIONS, reactionType } from './quick-reactions'

/** The quick reactions in a row, and a button that shows all emoji instead. For a popover. */
@Component({
  selector: 'parley-reaction-picker',
  imports: [EmojiPickerComponent, IconComponent],
  templateUrl: './reaction-picker-component.html',
  styleUrl: './reaction-picker-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ReactionPickerComponent {
  /** Types that one has given already. */
  readonly own = input<readonly string[]>([])
  /** The type of the reaction to give, or to take back when it is one of `own`. */
  readonly chosen = output<string>()

  protected readonly t = inject(TranslationService).texts
  protected readonly quick = QUICK_REACTIONS
  protected readonly showsAll = signal(false)

  protected pick(emoji: string): void {
    this.chosen.emit(reactionType(emoji))
  }
}
