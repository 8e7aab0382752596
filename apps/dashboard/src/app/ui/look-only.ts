import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { Session } from '../session/session'
import { Icon } from './icon'

/** Tells viewers why nothing can be changed here; nothing for anybody else. */
@Component({
  selector: 'app-look-only',
  imports: [Icon],
  template: `
    @if (isViewer()) {
      <p class="callout"><app-icon name="eye" /> You can look at everything here and change nothing: your role is viewer. An owner can change that.</p>
    }
  `,
  styleUrl: './look-only.css',
  // Without words it takes no place.
  host: { '[hidden]': '!isViewer()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LookOnly {
  readonly #session = inject(Session)
  protected readonly isViewer = computed(() => !this.#session.may('admin'))
}
