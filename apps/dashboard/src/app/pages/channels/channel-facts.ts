import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { CopyButton } from '../../ui/copy-button'
import { Icon } from '../../ui/icon'
import { TimeText } from '../../ui/time-text'
import { userName } from './channel-names'
import { OpenChannel } from './open-channel'

/** What is known of a channel at a glance. */
@Component({
  selector: 'app-channel-facts',
  imports: [CopyButton, Icon, RouterLink, TimeText],
  templateUrl: './channel-facts.html',
  styleUrl: './channel-facts.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelFacts {
  protected readonly open = inject(OpenChannel)
  protected readonly app = inject(CurrentApp)
  protected readonly channel = this.open.channel
  protected readonly watching = computed(() => this.open.state()?.watcher_count ?? 0)
  protected readonly name = userName
}
