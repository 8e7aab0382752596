import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { useTheme } from '../theme/use-theme'
import { DIRECTIONAL_ICONS, ICON_PATHS, type IconName } from './icon-paths'

/**
 * One of the SDK's icons, in the colour of the text around it.
 *
 * Screen readers skip it: what it stands for belongs into the text or label of what it is in.
 *
 * @example `<button aria-label="Send"><parley-icon name="send" /></button>`
 */
@Component({
  selector: 'parley-icon',
  template: `
    <svg [attr.width]="size()" [attr.height]="size()" viewBox="0 0 24 24" focusable="false">
      <path [attr.d]="path()" />
    </svg>
  `,
  styleUrl: './icon.css',
  host: { 'aria-hidden': 'true', '[class.directional]': 'isDirectional()', '[class.filled]': 'filled()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class IconComponent {
  readonly name = input.required<IconName>()
  /** Edge length in px. */
  readonly size = input(20)
  /** Its inside is in the same colour: a pin that is set, a star that is given. */
  readonly filled = input(false)
  protected readonly path = computed(() => ICON_PATHS[this.name()])
  protected readonly isDirectional = computed(() => DIRECTIONAL_ICONS.has(this.name()))

  constructor() {
    useTheme()
  }
}
