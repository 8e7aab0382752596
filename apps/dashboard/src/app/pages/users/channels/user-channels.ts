import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { ChannelResponse, ChannelStateResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { paged } from '../../../ui/list/paged'
import { Pager } from '../../../ui/pager'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { DEFAULT_SORT, findChannels } from '../../channels/channel-query'
import { OpenUser } from '../open-user'

/** The channels that a user is a member of, the latest first. */
@Component({
  selector: 'app-user-channels',
  imports: [EmptyState, ErrorPanel, Pager, RouterLink, StatusChip, TimeText],
  templateUrl: './user-channels.html',
  styleUrl: './user-channels.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserChannels {
  readonly #chat = inject(ChatApi)
  readonly #open = inject(OpenUser)
  protected readonly app = inject(CurrentApp)
  readonly #looking = computed(() => ({
    search: this.#open.id(),
    searchBy: 'member' as const,
    type: '',
    filter: {},
    asUser: '',
    sort: DEFAULT_SORT,
  }))
  protected readonly found = paged(this.#looking, (looking, after: ChannelResponse | undefined) =>
    findChannels(this.#chat, { ...looking, after }),
  )
  /** All of them, where there is more to look at. */
  protected readonly explorer = computed(() => ({
    filter: JSON.stringify({ members: { $in: [this.#open.id()] } }),
  }))

  protected nameOf({ channel, members = [] }: ChannelStateResponse): string {
    const { name } = channel as { name?: unknown }
    if (typeof name === 'string' && name !== '') return name
    const others = members.filter(member => member.user_id !== this.#open.id())
    return others.map(({ user, user_id }) => user?.name || user_id).join(', ') || String(channel.cid)
  }
}
