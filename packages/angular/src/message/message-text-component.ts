import { ChangeDetectionStrategy, Component, computed, input, ViewEncapsulation } from '@angular/core'
import type { LocalMessage } from '@parley/client'
import { useTheme } from '../theme/use-theme'
import { countEmojiOnly } from './emoji-only'
import { markMentions } from './mentions-html'
import { plainText } from './plain-text'

/**
 * What a message says: the server's HTML, sanitised once more by Angular, or the plain text.
 *
 * A few emoji alone are shown large.
 */
@Component({
  selector: 'parley-message-text',
  template: `
    @if (html(); as safe) {
      <div class="parley-text" dir="auto" [innerHTML]="safe"></div>
    } @else {
      <div class="parley-text parley-text-plain" [class.parley-text-emoji]="isEmoji()" dir="auto">{{ plain() ?? message().text }}</div>
    }
  `,
  styleUrl: './message-text-component.css',
  // what [innerHTML] brings has no mark of this component
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageTextComponent {
  readonly message = input.required<Pick<LocalMessage, 'text' | 'html' | 'mentioned_users'>>()
  /** The connected user: where they are mentioned it stands out. */
  readonly ownId = input<string>()

  protected readonly isEmoji = computed(() => countEmojiOnly(this.message().text) > 0)
  /** Most messages are one paragraph without any mark-up: those need no HTML. */
  protected readonly plain = computed(() => {
    const { html, mentioned_users } = this.message()
    return mentioned_users.length === 0 ? plainText(html) : undefined
  })
  protected readonly html = computed(() => {
    const { html, mentioned_users } = this.message()
    if (this.isEmoji() || this.plain() !== undefined) return ''
    return markMentions(html, mentioned_users, this.ownId())
  })

  constructor() {
    useTheme()
  }
}
