import { ChangeDetectionStrategy, Component, inject, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { RouterLink } from '@angular/router'
import type { FutureChannelBan } from '@parley/client'
import { CurrentApp } from '../../../api/current-app'
import { Bans } from '../../../bans/bans'
import { Session } from '../../../session/session'
import { Ask } from '../../../ui/ask'
import { ErrorPanel } from '../../../ui/error-panel'
import { growing } from '../../../ui/list/growing'
import { ShowMore } from '../../../ui/list/show-more'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { Toasts } from '../../../ui/toasts'

const PAGE = 50

/** Who is banned from channels that somebody will make; nothing where there is no such ban. */
@Component({
  selector: 'app-future-bans',
  imports: [ErrorPanel, MatButton, RouterLink, ShowMore, StatusChip, TimeText],
  templateUrl: './future-bans.html',
  styleUrl: './bans-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FutureBans {
  /** With one of these bans another kind may be gone. */
  readonly lifted = output()
  readonly #bans = inject(Bans)
  readonly #ask = inject(Ask)
  readonly #toasts = inject(Toasts)
  protected readonly mayChange = inject(Session).may('admin')
  protected readonly key = inject(CurrentApp).key()
  protected readonly bans = growing(async (offset: number | undefined = 0) => {
    const found = await this.#bans.findFuture(offset, PAGE + 1)
    return { items: found.slice(0, PAGE), next: found.length > PAGE ? offset + PAGE : undefined }
  })

  protected async lift({ user, banned_by: by }: FutureChannelBan): Promise<void> {
    if (!user) return
    const [who, whose] = [user.name ?? user.id, by.name ?? by.id]
    try {
      if (!(await this.#isAgreed(user.id, who, whose))) return
      await this.#bans.liftFuture(user.id, by.id)
      this.#toasts.done(`${who} may be in channels that ${whose} makes`)
    } catch (error) {
      this.#toasts.failed(error, 'Lift the ban')
    }
    await this.bans.reload()
    this.lifted.emit()
  }

  async #isAgreed(userId: string, who: string, whose: string): Promise<boolean> {
    const isEverywhere = await this.#bans.isBannedEverywhere(userId)
    return this.#ask.confirm({
      heading: `Lift the ban of ${who}?`,
      text: [
        `${who} is no longer banned from channels that ${whose} makes, or adds them to, from now on. Bans from channels that are there already stay: lift those above.`,
        ...(isEverywhere ? [`${who} is banned from the whole app, too: that ban is lifted with it.`] : []),
        'Only somebody who bans them from a channel once more brings it back.',
      ],
      action: isEverywhere ? 'Lift both bans' : 'Lift the ban',
      isDangerous: isEverywhere,
    })
  }
}
