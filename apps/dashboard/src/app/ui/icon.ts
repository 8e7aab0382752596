import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { ICON_PATHS, type IconName } from './icon-paths'

/** A picture that repeats what the words beside it say; screen readers pass it by. */
@Component({
  selector: 'app-icon',
  template: `<svg viewBox="0 0 24 24" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styleUrl: './icon.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  readonly name = input.required<IconName>()
  protected readonly path = computed(() => ICON_PATHS[this.name()])
}
