import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { initials, type NamedUser, userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { safeMedia } from '../message/safe-url'
import { type AvatarContext, TemplatesService } from '../services/templates-service'
import { useTheme } from '../theme/use-theme'
import { avatarHue } from './avatar-hue'

/** How large an avatar is; the px behind it are the tokens `--parley-avatar-…`. */
export type AvatarSize = 'xs' | 's' | 'm' | 'l' | 'xl'

/** For templates of the app's own. */
const SIZES_PX: Record<AvatarSize, number> = { xs: 20, s: 28, m: 40, l: 48, xl: 72 }

/**
 * A user's picture, or the initials on a colour of the user's own.
 *
 * A picture that can't be loaded counts as none. Screen readers skip the avatar, because the name
 * stands beside it; where it does not, give it a `label`.
 *
 * @example `<parley-avatar [user]="message.user" size="s" showPresence />`
 */
@Component({
  selector: 'parley-avatar',
  imports: [IconComponent, NgTemplateOutlet],
  templateUrl: './avatar.html',
  styleUrl: './avatar.css',
  host: {
    '[class]': 'size()',
    '[attr.role]': "label() ? 'img' : null",
    '[attr.aria-label]': 'label() || null',
    '[attr.aria-hidden]': "label() ? null : 'true'",
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AvatarComponent {
  readonly user = input<NamedUser | null>()
  readonly size = input<AvatarSize>('m')
  /** Whether a dot tells that the user is online. */
  readonly showPresence = input(false, { transform: (value: boolean | '') => value !== false })
  /** What screen readers say; nothing unless given. */
  readonly label = input('')
  protected readonly template = inject(TemplatesService).avatar
  protected readonly context = computed(() => this.#context())
  protected readonly isOnline = computed(() => this.showPresence() && this.user()?.online === true)
  protected readonly hue = computed(() => avatarHue(this.user()?.id ?? ''))
  protected readonly letters = computed(() => {
    const both = initials(userName(this.user()))
    return this.size() === 'xs' ? [...both].slice(0, 1).join('') : both
  })
  protected readonly image = computed(() => {
    const image = safeMedia(this.user()?.image)
    return image !== undefined && image !== this.#broken() ? image : ''
  })
  readonly #broken = signal('')

  constructor() {
    useTheme()
  }

  protected setBroken(): void {
    this.#broken.set(this.image())
  }

  #context(): AvatarContext {
    const user = this.user() ?? undefined
    const imageUrl = this.image() || undefined
    return { $implicit: user, user, name: userName(user), imageUrl, size: SIZES_PX[this.size()] }
  }
}
