import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../../api/current-app'
import { Bans } from '../../../bans/bans'
import { ErrorPanel } from '../../../ui/error-panel'
import { growing } from '../../../ui/list/growing'
import { ShowMore } from '../../../ui/list/show-more'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'

const PAGE = 50

/** Who is banned from channels that somebody will make; nothing where there is no such ban. */
@Component({
  selector: 'app-future-bans',
  imports: [ErrorPanel, RouterLink, ShowMore, StatusChip, TimeText],
  templateUrl: './future-bans.html',
  styleUrl: './bans-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FutureBans {
  readonly #bans = inject(Bans)
  protected readonly key = inject(CurrentApp).key()
  protected readonly bans = growing(async (offset: number | undefined = 0) => {
    const found = await this.#bans.findFuture(offset, PAGE + 1)
    return { items: found.slice(0, PAGE), next: found.length > PAGE ? offset + PAGE : undefined }
  })
}
