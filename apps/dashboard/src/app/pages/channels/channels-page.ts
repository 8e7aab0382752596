import { ChangeDetectionStrategy, Component, computed, inject, input, linkedSignal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatDialog } from '@angular/material/dialog'
import { Router, RouterLink } from '@angular/router'
import type { ChannelResponse, ChannelStateResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import { Session } from '../../session/session'
import { CodeBlock } from '../../ui/code-block'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { FilterEditor } from '../../ui/filter-editor/filter-editor'
import { Icon } from '../../ui/icon'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { Pager } from '../../ui/pager'
import { parseJsonObject } from '../../ui/parse-json-object'
import { TimeText } from '../../ui/time-text'
import { ChannelChips } from './channel-chips'
import { CHANNEL_EXAMPLES } from './channel-examples'
import { channelName } from './channel-names'
import {
  type Looking,
  PAGE_SIZE,
  parseSort,
  SEARCHES,
  type SearchBy,
  type SortField,
  sortText,
  toQuery,
} from './channel-query'
import { SNIPPET } from './channels-snippet'

/** Every channel of the app: looked for, filtered, in pages. What is looked for stands in the address. */
@Component({
  imports: [
    ChannelChips,
    CodeBlock,
    EmptyState,
    ErrorPanel,
    FilterEditor,
    Icon,
    MatButton,
    PageHeader,
    Pager,
    RouterLink,
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
  protected readonly searches = Object.entries(SEARCHES)
  protected readonly examples = CHANNEL_EXAMPLES
  protected readonly snippet = SNIPPET
  protected readonly name = channelName

  protected readonly searchBy = computed(
    () => (Object.hasOwn(SEARCHES, this.by() ?? '') ? this.by() : 'name') as SearchBy,
  )
  protected readonly filterObject = computed(() => parseJsonObject(this.filter() ?? '').value ?? {})
  protected readonly order = computed(() => parseSort(this.sort()))
  protected readonly isFilterOpen = linkedSignal(() => Object.keys(this.filterObject()).length > 0)
  protected readonly conditions = computed(() => Object.keys(this.filterObject()).length)
  readonly #looking = computed<Omit<Looking, 'after'>>(() => ({
    search: this.q() ?? '',
    searchBy: this.searchBy(),
    type: this.type() ?? '',
    filter: this.filterObject(),
    asUser: this.seenBy() ?? '',
    sort: this.order(),
  }))
  /** The last channel of each page before this one. */
  readonly #before = linkedSignal<Omit<Looking, 'after'>, readonly ChannelResponse[]>({
    source: this.#looking,
    computation: () => [],
  })
  protected readonly pageNumber = computed(() => this.#before().length + 1)
  protected readonly found = loaded(() => this.#find())
  protected readonly channels = computed(() => this.found.value()?.slice(0, PAGE_SIZE) ?? [])
  protected readonly hasNext = computed(() => (this.found.value()?.length ?? 0) > PAGE_SIZE)
  protected readonly isNarrowed = computed(
    () => this.conditions() > 0 || Boolean(this.q()) || Boolean(this.type()) || Boolean(this.seenBy()),
  )
  protected readonly types = loaded(async () => {
    const { channel_types } = await this.#chat.get<{ channel_types: Record<string, unknown> }>(
      '/channeltypes',
    )
    return Object.keys(channel_types).sort()
  })

  async #find(): Promise<readonly ChannelStateResponse[]> {
    const body = toQuery({ ...this.#looking(), after: this.#before().at(-1) })
    const { channels } = await this.#chat.post<{ channels: ChannelStateResponse[] }>('/channels', body)
    return channels
  }

  protected async look(changed: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#router.navigate([], { queryParams: changed, queryParamsHandling: 'merge' })
  }

  protected applyFilter(filter: Readonly<Record<string, unknown>>): void {
    const text = Object.keys(filter).length === 0 ? null : JSON.stringify(filter)
    // The same once more is asked once more.
    if ((this.filter() ?? null) === text) void this.found.reload()
    else void this.look({ filter: text })
  }

  /** The other way round when it is sorted by this already. */
  protected sortBy(field: SortField): void {
    const { field: now, direction } = this.order()
    const first = field === 'cid' ? 1 : -1
    const next = now === field ? (direction === 1 ? -1 : 1) : first
    void this.look({ sort: sortText({ field, direction: next }) })
  }

  protected ariaSort(field: SortField): 'ascending' | 'descending' | null {
    const { field: now, direction } = this.order()
    if (now !== field) return null
    return direction === 1 ? 'ascending' : 'descending'
  }

  protected next(): void {
    const last = this.channels().at(-1)
    if (last) this.#before.update(before => [...before, last.channel])
  }

  protected previous(): void {
    this.#before.update(before => before.slice(0, -1))
  }

  protected async create(): Promise<void> {
    const { openCreateChannel } = await import('./create-channel')
    const cid = await openCreateChannel(this.#dialog, this.types.value() ?? [])
    if (cid) await this.#router.navigate(['/apps', this.app.key(), 'channels', cid])
  }
}
