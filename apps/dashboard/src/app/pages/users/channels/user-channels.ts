import { ChangeDetectionStrategy, Component, computed, inject, signal } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { ChannelStateResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import { EmptyState } from '../../../ui/empty-state'
import { ErrorPanel } from '../../../ui/error-panel'
import { loaded } from '../../../ui/load'
import { Pager } from '../../../ui/pager'
import { StatusChip } from '../../../ui/status-chip'
import { TimeText } from '../../../ui/time-text'
import { OpenUser } from '../open-user'

const PAGE = 20

interface Reply {
  readonly channels: readonly ChannelStateResponse[]
}

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
  protected readonly page = signal(1)
  protected readonly found = loaded(() =>
    this.#chat.post<Reply>('/channels', {
      filter_conditions: { members: { $in: [this.#open.id()] } },
      sort: [{ field: 'last_updated', direction: -1 }],
      limit: PAGE + 1,
      offset: (this.page() - 1) * PAGE,
      message_limit: 0,
      member_limit: 5,
    }),
  )
  protected readonly channels = computed(() => this.found.value()?.channels.slice(0, PAGE) ?? [])
  protected readonly hasMore = computed(() => (this.found.value()?.channels.length ?? 0) > PAGE)
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
