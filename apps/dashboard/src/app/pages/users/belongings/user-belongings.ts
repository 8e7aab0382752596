import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import type { Ban } from '@parley/client'
import { CurrentApp } from '../../../api/current-app'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'
import { OpenUser } from '../open-user'
import { UserActions } from '../user-actions'
import { BelongingsApi } from './belongings-api'

/** Bans, mutes, blocks, devices and unread counts of a user. */
@Component({
  selector: 'app-user-belongings',
  imports: [ErrorPanel, MatButton, RouterLink, StatusChip, TimeText],
  templateUrl: './user-belongings.html',
  styleUrl: './user-belongings.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserBelongings {
  readonly #belongings = inject(BelongingsApi)
  readonly #open = inject(OpenUser)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly app = inject(CurrentApp)
  protected readonly actions = inject(UserActions)
  protected readonly mayChange = inject(Session).may('admin')
  readonly #user = computed(() => this.#open.details()?.user)
  protected readonly found = loaded(async () => {
    const user = this.#user()
    return user && (await this.#belongings.of(user))
  })

  protected async lift({ channel }: Ban): Promise<void> {
    await this.actions.unban(channel ? { type: channel.type, id: channel.id } : {})
  }

  protected async forget(deviceId: string): Promise<void> {
    const isAgreed = await this.#ask.confirm({
      heading: 'Forget this device?',
      text: 'Nothing is pushed to it any more, until the app on it registers it again.',
      action: 'Forget',
    })
    if (!isAgreed) return
    try {
      await this.#belongings.forgetDevice(this.#open.id(), deviceId)
      this.#toasts.done('The device is forgotten')
      await this.found.reload()
    } catch (error) {
      this.#toasts.failed(error, 'Forget the device')
    }
  }
}
