import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { ListedUser } from './user-types'

/** The first letters of a name on a colour of its own. Pictures of users lie elsewhere, and would tell who looks. */
@Component({
  selector: 'app-user-avatar',
  template: '{{ letters() }}',
  styleUrl: './user-avatar.css',
  host: {
    'aria-hidden': 'true',
    '[style.--hue]': 'hue()',
    '[class.online]': 'user().online',
    '[class.large]': 'isLarge()',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserAvatar {
  readonly user = input.required<Pick<ListedUser, 'id' | 'name' | 'online'>>()
  readonly isLarge = input(false)
  protected readonly letters = computed(() => {
    const { name, id } = this.user()
    const words = (name || id).trim().split(/[\s._-]+/)
    const initials = [words[0], words.length > 1 ? words.at(-1) : undefined]
    return initials
      .map(word => [...(word ?? '')][0] ?? '')
      .join('')
      .toUpperCase()
  })
  protected readonly hue = computed(() => {
    let hash = 0
    for (const letter of this.user().id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360
    return hash
  })
}
