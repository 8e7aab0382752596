import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Router, RouterLink } from '@angular/router'
import type { ChannelResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { CodeBlock } from '../../ui/code-block'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { Icon } from '../../ui/icon'
import { listAddress } from '../../ui/list/list-address'
import { ListTools } from '../../ui/list/list-tools'
import { paged } from '../../ui/list/paged'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { Pager } from '../../ui/pager'
import { type Choice, Select } from '../../ui/select'
import { TimeText } from '../../ui/time-text'
import { ChannelChips } from './channel-chips'
import { CHANNEL_EXAMPLES } from './channel-examples'
import { channelName } from './channel-names'
import {
  findChannels,
  type Looking,
  parseSort,
  SEARCHES,
  type SearchBy,
  type SortField,
  sortText,
} from './channel-query'
import { SNIPPET } from './channels-snippet'

/** Every channel of the app: looked for, filtered, in pages. What is looked for stands in the address. */
@Component({
  imports: [
    ChannelChips,
    CodeBlock,
    EmptyState,
    ErrorPanel,
    Icon,
    ListTools,
    MatButton,
    PageHeader,
    Pager,
    RouterLink,
    Select,
    TimeText,
  ],
  templateUrl: './channels-page.html',
  styleUrls: ['../../ui/controls.css', './channels-page.css'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelsPage {
  // Of the address.
  readonly q = input<string>()
  readonly by = input<string>()
  readonly type = input<string>()
  readonly filter = input<string>()
  readonly seenBy = input<string>()
  readonly sort = input<string>()

  readonly #chat = inject(ChatApi)
  readonly #router = inject(Router)
  readonly #dialog = inject(MatDialog)
  protected readonly session = inject(Session)
  protected readonly app = inject(CurrentApp)
  protected readonly searches = Object.entries(SEARCHES).map(([value, label]) => ({
    value: value as SearchBy,
    label,
  }))
  protected readonly examples = CHANNEL_EXAMPLES
  protected readonly snippet = SNIPPET
  protected readonly name = channelName

  protected readonly searchBy = computed(
    () => (Object.hasOwn(SEARCHES, this.by() ?? '') ? this.by() : 'name') as SearchBy,
  )
  protected readonly address = listAddress(this.filter)
  protected readonly order = computed(() => parseSort(this.sort()))
  readonly #looking = computed<Omit<Looking, 'after'>>(() => ({
    search: this.q() ?? '',
    searchBy: this.searchBy(),
    type: this.type() ?? '',
    filter: this.address.filter(),
    asUser: this.seenBy() ?? '',
    sort: this.order(),
  }))
  protected readonly found = paged(this.#looking, (looking, after: ChannelResponse | undefined) =>
    findChannels(this.#chat, { ...looking, after }),
  )
  protected readonly isNarrowed = computed(() => {
    const { search, type, filter, asUser } = this.#looking()
    return [search, type, asUser].some(each => each !== '') || Object.keys(filter).length > 0
  })
  protected readonly types = loaded(async () => {
    const { channel_types } = await this.#chat.get<{ channel_types: Record<string, unknown> }>(
      '/channeltypes',
    )
    return Object.keys(channel_types).sort()
  })
  protected readonly typeChoices = computed<readonly Choice<string>[]>(() => [
    { value: '', label: 'All types' },
    ...(this.types.value() ?? []).map(value => ({ value, label: value })),
  ])

  /** The other way round when it is sorted by this already. */
  protected sortBy(field: SortField): void {
    const { field: now, direction } = this.order()
    const first = field === 'cid' ? 1 : -1
    const next = now === field ? (direction === 1 ? -1 : 1) : first
    this.address.look({ sort: sortText({ field, direction: next }) })
  }

  protected ariaSort(field: SortField): 'ascending' | 'descending' | null {
    const { field: now, direction } = this.order()
    if (now !== field) return null
    return direction === 1 ? 'ascending' : 'descending'
  }

  protected clear(): void {
    this.address.look({ q: null, by: null, type: null, filter: null, seenBy: null })
  }

  protected async create(): Promise<void> {
    const { openCreateChannel } = await import('./create-channel')
    const cid = await openCreateChannel(this.#dialog, this.types.value() ?? [])
    if (cid) await this.#router.navigate(['/apps', this.app.key(), 'channels', cid])
  }
}
