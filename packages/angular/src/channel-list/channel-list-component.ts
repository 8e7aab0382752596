import { NgTemplateOutlet } from '@angular/common'
import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  type ElementRef,
  inject,
  input,
  linkedSignal,
  output,
  signal,
  viewChild,
} from '@angular/core'
import type { Channel, Filter } from '@parley/client'
import { ConfirmComponent } from '../confirm/confirm-component'
import { channelTitle } from '../format/channel-title'
import { IconComponent } from '../icon/icon-component'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { describeError } from '../services/describe-error'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { ChannelActions } from './channel-actions'
import { ChannelPreviewComponent } from './channel-preview-component'
import { ChannelSearch } from './channel-search'
import { InviteListComponent } from './invite-list-component'
import { LoadMoreComponent } from './load-more-component'
import { rowAfter } from './row-focus'
import { sectionsSignal } from './sections-signal'

/**
 * The user's channels: search, invitations, pinned, all others, archived; a press opens one.
 *
 * Shows what `ChannelService.init` loaded and keeps. One tab stop; arrow keys, Home and End go
 * from channel to channel. What stands in it is shown above the search.
 *
 * @example `<parley-channel-list (channelChosen)="showMessages()" />`
 */
@Component({
  selector: 'parley-channel-list',
  imports: [
    ChannelPreviewComponent,
    ConfirmComponent,
    IconComponent,
    InviteListComponent,
    LoadMoreComponent,
    NgTemplateOutlet,
  ],
  templateUrl: './channel-list.html',
  styleUrl: './channel-list.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelListComponent {
  /** Whether there is a field to search with. */
  readonly withSearch = input(true)
  /** Which channels a search finds; those that the user is a member of unless given. */
  readonly searchScope = input<Filter>({ joined: true })
  /** The user pressed a channel; it is the active one now. */
  readonly channelChosen = output<Channel>()

  protected readonly t = inject(TranslationService).texts
  protected readonly emptyTemplate = inject(TemplatesService).emptyChannelList
  protected readonly active = inject(ChannelService).activeChannel
  protected readonly query = inject(ChannelService).channelQueryState
  protected readonly hasMore = inject(ChannelService).hasMoreChannels
  protected readonly invites = inject(ChatClientService).pendingInvites
  protected readonly isArchiveOpen = signal(false)
  protected readonly leaving = signal<Channel | undefined>(undefined)
  protected readonly failure = computed(() => this.#failure())
  protected readonly isLoadingFirst = computed(
    () => this.#isBare() && this.query()?.state !== 'error' && !this.#isDone(),
  )
  protected readonly sections
  protected readonly search
  protected readonly isEmpty = computed(() => this.#isBare() && this.#isDone())
  protected readonly skeletons = [70, 50, 85, 60, 75, 55]
  /** Where the tab key stops. */
  protected readonly tabStop = linkedSignal<string | undefined>(() => this.#firstStop())

  readonly #service = inject(ChannelService)
  readonly #client = inject(ChatClientService)
  readonly #actions = inject(ChannelActions)
  readonly #channels = this.#service.channels
  protected readonly field = viewChild<ElementRef<HTMLInputElement>>('input')
  protected readonly scroller = viewChild.required<ElementRef<HTMLElement>>('list')

  constructor() {
    useTheme()
    const listed = computed(() => this.#channels() ?? [])
    this.sections = sectionsSignal(listed)
    this.search = new ChannelSearch({
      client: () => this.#client.chatClient,
      listed,
      scope: this.searchScope,
    })
    inject(DestroyRef).onDestroy(() => this.search.end())
  }

  protected choose(channel: Channel): void {
    this.#service.setAsActiveChannel(channel)
    this.tabStop.set(channel.cid)
    this.channelChosen.emit(channel)
  }

  protected clearSearch(): void {
    this.search.look('')
    this.field()?.nativeElement.focus()
  }

  /** From the field into the list, and in the list from row to row. */
  protected move(event: KeyboardEvent): void {
    const rows = [...this.scroller().nativeElement.querySelectorAll<HTMLElement>('[data-parley-row]')]
    const index = rows.indexOf(event.target as HTMLElement)
    const isInField = event.target === this.field()?.nativeElement
    if (index < 0 && !(isInField && event.key === 'ArrowDown')) return
    const next = rowAfter(event.key, index, rows.length)
    if (next === undefined) return
    event.preventDefault()
    rows[next]?.focus()
  }

  /** The next page, or the one that failed. */
  protected loadMore(): void {
    void this.#service.loadMoreChannels()
  }

  protected titleOf(channel: Channel): string {
    return channelTitle(channel.state, this.#client.user()?.id)
  }

  protected async leave(channel: Channel): Promise<void> {
    this.leaving.set(undefined)
    await this.#actions.leave(channel)
  }

  #isBare(): boolean {
    return (this.#channels() ?? []).length === 0
  }

  #isDone(): boolean {
    return this.query()?.state === 'success'
  }

  #failure(): string | undefined {
    const query = this.query()
    if (query?.state !== 'error') return undefined
    return query.error ? describeError(query.error, this.t()) : this.t().errorServer
  }

  #firstStop(): string | undefined {
    const { pinned, others, archived } = this.sections()
    const shown = this.search.results() ?? [...pinned, ...others, ...archived]
    const active = this.active()
    return active && shown.includes(active) ? active.cid : shown[0]?.cid
  }
}
