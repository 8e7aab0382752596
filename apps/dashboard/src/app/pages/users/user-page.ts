import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatMenuModule } from '@angular/material/menu'
import { RouterLink } from '@angular/router'
import { ApiError } from '../../api/api-error'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { BackLink } from '../../ui/back-link'
import { CopyButton } from '../../ui/copy-button'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { type HasUnsaved, warnBeforeUnload } from '../../ui/unsaved'
import { UserBelongings } from './belongings/user-belongings'
import { UserChannels } from './channels/user-channels'
import { UserConnections } from './connections/user-connections'
import { OpenUser } from './open-user'
import { UserProfile } from './profile/user-profile'
import { UserActions } from './user-actions'
import { UserAvatar } from './user-avatar'
import { UserChips } from './user-chips'
import { UserFacts } from './user-facts'
import { UserNotice } from './user-notice'

const TABS = [
  { name: 'profile', label: 'Profile' },
  { name: 'connections', label: 'Connections' },
  { name: 'channels', label: 'Channels' },
  { name: 'belongings', label: 'Bans, mutes & devices' },
] as const

/** One user: who they are, where they are connected from, what is theirs, what can be done with them. */
@Component({
  selector: 'app-user-page',
  imports: [
    BackLink,
    CopyButton,
    EmptyState,
    ErrorPanel,
    Icon,
    MatButton,
    MatMenuModule,
    RouterLink,
    UserAvatar,
    UserBelongings,
    UserChannels,
    UserChips,
    UserConnections,
    UserFacts,
    UserNotice,
    UserProfile,
  ],
  providers: [OpenUser, UserActions],
  templateUrl: './user-page.html',
  styleUrl: './user-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserPage implements HasUnsaved {
  // Of the address.
  readonly id = input.required<string>()
  readonly tab = input<string>()

  protected readonly open = inject(OpenUser)
  protected readonly actions = inject(UserActions)
  protected readonly app = inject(CurrentApp)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly tabs = TABS
  protected readonly found = loaded(() => this.open.load(this.id()))
  protected readonly shown = computed(() => TABS.find(({ name }) => name === this.tab())?.name ?? 'profile')
  protected readonly user = computed(() => {
    const user = this.open.details()?.user
    return user?.id === this.id() ? user : undefined
  })
  protected readonly isBanned = computed(() => this.user()?.banned || this.user()?.shadow_banned)
  protected readonly isMissing = computed(() => {
    const error = this.found.error()
    return error instanceof ApiError && error.status === 404
  })

  constructor() {
    warnBeforeUnload(this)
  }

  hasUnsaved(): boolean {
    return this.mayChange && this.open.isEdited()
  }
}
