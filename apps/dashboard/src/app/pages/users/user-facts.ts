import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { TimeText } from '../../ui/time-text'
import { OpenUser } from './open-user'

/** What is known of a user and can't be edited. */
@Component({
  selector: 'app-user-facts',
  imports: [RouterLink, TimeText],
  templateUrl: './user-facts.html',
  styleUrl: './user-facts.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserFacts {
  protected readonly app = inject(CurrentApp)
  protected readonly maySeeAudit = inject(Session).may('admin')
  readonly #open = inject(OpenUser)
  protected readonly details = this.#open.details
  /** What a guest called themselves, of the end of their id. */
  protected readonly guestName = computed(() => {
    const { id = '', role } = this.details()?.user ?? {}
    const name = /^guest-[0-9a-f-]{36}-(.+)$/.exec(id)?.[1]
    return role === 'guest' ? name : undefined
  })
}
