import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { AppView } from '../../api/types'
import { CopyButton } from '../../ui/copy-button'
import { StatusChip } from '../../ui/status-chip'
import { TimeText } from '../../ui/time-text'

/** An app in the list: what it is called, what state it is in, its key. */
@Component({
  selector: 'app-card',
  imports: [CopyButton, RouterLink, StatusChip, TimeText],
  templateUrl: './app-card.html',
  styleUrl: './app-card.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AppCard {
  readonly app = input.required<AppView>()
  readonly hasPlayground = input(false)
}
