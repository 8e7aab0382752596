import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Session } from '../../../session/session'
import { browserName } from '../../../ui/browser-name'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { OpenUser } from '../open-user'
import { UserActions } from '../user-actions'
import type { UserConnection } from '../user-types'
import { UsersApi } from '../users-api'

const EVERY_MS = 5_000

/** Where a user is connected from, now. */
@Component({
  selector: 'app-user-connections',
  imports: [EmptyState, ErrorPanel, MatButton, StatusChip, TimeText],
  templateUrl: './user-connections.html',
  styleUrl: './user-connections.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserConnections {
  readonly #users = inject(UsersApi)
  readonly #open = inject(OpenUser)
  protected readonly actions = inject(UserActions)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly found = loaded(
    () => {
      this.#open.changes()
      return this.#users.connections(this.#open.id())
    },
    { everyMs: signal(EVERY_MS) },
  )

  /** What opened it, as far as it says so. */
  protected programOf({ user_agent }: UserConnection): string {
    return user_agent === null ? '' : browserName(user_agent)
  }
}
