import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { Icon } from '../../ui/icon'
import type { ListedUser } from './user-types'

/** Why a user can't connect, and what ends that. */
@Component({
  selector: 'app-user-notice',
  imports: [Icon, RouterLink],
  template: `
    @if (user().merged_into; as into) {
      <p class="callout">
        <app-icon name="info" />
        <span>
          This guest went on as
          <a [routerLink]="['/apps', app.key(), 'users', into]">{{ into }}</a
          >, who has what was theirs.
        </span>
      </p>
    } @else if (text(); as text) {
      <p class="callout"><app-icon name="info" /><span>{{ text }}</span></p>
    }
  `,
  styleUrl: './user-notice.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserNotice {
  readonly user = input.required<ListedUser>()
  protected readonly app = inject(CurrentApp)
  protected readonly text = computed(() => {
    const { erased, deleted_at, deactivated_at } = this.user()
    if (erased) return 'Deleted for good: nothing but the ID is left, and it stays taken.'
    if (deleted_at)
      return 'Deleted: they can’t connect, and nobody finds them. “Restore” brings them back as they were.'
    return deactivated_at ? 'Deactivated: they can’t connect until you reactivate them.' : ''
  })
}
