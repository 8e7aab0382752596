import { NgTemplateOutlet } from '@angular/common'
import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  ChangeDetectorRef,
  Component,
  computed,
  type ElementRef,
  effect,
  inject,
  input,
  linkedSignal,
  untracked,
  type ViewRef,
  viewChild,
} from '@angular/core'
import type { LocalMessage } from '@parley/client'
import { clockTime, dayName } from '../format/time-format'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import { excerptOf } from '../message/excerpt'
import { MessageComponent } from '../message/message-component'
import { keptReceipts, type Receipt } from '../message/receipt'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { Announcer } from './announcer'
import { isOwnNew } from './arrivals'
import { Jumps } from './jumps'
import { ListSource } from './list-source'
import { MoreLoader } from './more-loader'
import { RowFocus } from './row-focus'
import { type MessageRow, rowsOf } from './rows'
import { ScrollView } from './scroll-view'
import { TypingIndicatorComponent } from './typing-indicator-component'
import { UnreadNews } from './unread-news'

/**
 * The messages of the active channel, or the replies of its open thread.
 *
 * However many there are, only those around the view are in the page. The end stays in view while
 * one is there; elsewhere what one reads stays where it is, whatever comes in front or behind.
 * Up and down keys go through the messages. In a thread its parent stands on top.
 *
 * @example `<parley-message-list />` or `<parley-message-list mode="thread" />`
 */
@Component({
  selector: 'parley-message-list',
  imports: [IconComponent, MessageComponent, NgTemplateOutlet, TypingIndicatorComponent],
  providers: [Announcer, Jumps, ListSource, MoreLoader, RowFocus, ScrollView, UnreadNews],
  templateUrl: './message-list-component.html',
  styleUrls: ['./message-list-component.css', './message-list-marks.css'],
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageListComponent {
  /** The channel's messages, or the open thread's. */
  readonly mode = input<'channel' | 'thread'>('channel')

  protected readonly t = inject(TranslationService).texts
  protected readonly source = inject(ListSource)
  protected readonly view = inject(ScrollView)
  protected readonly more = inject(MoreLoader)
  protected readonly focus = inject(RowFocus)
  protected readonly jumps = inject(Jumps)
  protected readonly news = inject(UnreadNews)
  protected readonly announcement = inject(Announcer).text
  protected readonly emptyTemplate = inject(TemplatesService).emptyMessageList
  readonly #locale = inject(TranslationService).locale
  /** A component's own is a view's. */
  readonly #ownView = inject(ChangeDetectorRef) as ViewRef

  protected readonly rows = computed(() =>
    rowsOf(this.source.messages(), this.view.slice(), {
      firstUnreadId: this.source.firstUnread().id,
      // a thread goes on with its parent's day
      dayBefore: this.source.parent()?.created_at,
    }),
  )
  protected readonly receipts = linkedSignal<Map<string, Receipt>, Map<string, Receipt>>({
    source: () => this.source.receiptsOf(this.rows()),
    computation: (receipts, before) => keptReceipts(receipts, before?.value),
  })
  protected readonly isEmpty = computed(() => {
    const { messages, isLoading, hasOlder } = this.source
    return messages().length === 0 && !isLoading() && !hasOlder()
  })
  protected readonly floatingDay = computed(() => {
    const top = this.rows().find(({ id }) => id === this.view.topRowId())
    // the first message of a day has the day above it
    return top && !top.startsDay ? this.dayOf(top.message) : ''
  })

  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller')
  private readonly before = viewChild.required<ElementRef<HTMLElement>>('before')
  private readonly rowsElement = viewChild.required<ElementRef<HTMLElement>>('rowsElement')
  private readonly after = viewChild.required<ElementRef<HTMLElement>>('after')

  constructor() {
    useTheme()
    effect(() => this.source.mode.set(this.mode()))
    this.#followMessages()
    this.#followView()
  }

  protected dayOf({ created_at }: LocalMessage): string {
    return dayName(created_at, this.#locale(), Date.now())
  }

  /** What screen readers say when the keyboard comes to a message. */
  protected labelOf({ message }: MessageRow): string {
    const t = this.t()
    const name = message.user_id === this.source.ownId() ? t.you : userName(message.user) || t.unnamedUser
    return t.messageLabel(name, clockTime(message.created_at, this.#locale()), excerptOf(message, t))
  }

  protected jumpToLatest(): void {
    if (this.source.hasNewer()) this.source.jumpTo('latest')
    else this.view.goTo('end')
  }

  /** A message's tools are there before the next key: whoever presses Tab at once would pass them by. */
  protected enter(id: string): void {
    this.focus.enter(id)
    queueMicrotask(() => {
      if (!this.#ownView.destroyed) this.#ownView.detectChanges()
    })
  }

  protected onRowKey(event: KeyboardEvent, row: MessageRow): void {
    if (event.target === event.currentTarget) this.focus.onKey(event, row.index)
  }

  #followMessages(): void {
    let key: string | undefined
    effect(() => {
      const messages = this.source.messages()
      const hasNewer = this.source.hasNewer()
      const isOther = key !== this.source.key()
      key = this.source.key()
      untracked(() => {
        if (isOther) this.view.reset()
        this.view.hasNewer = hasNewer
        this.view.setRows(messages)
      })
    })
    this.#followOwn()
  }

  /** Who writes something wants to see it. */
  #followOwn(): void {
    let key: string | undefined
    let before: readonly LocalMessage[] = []
    effect(() => {
      const latest = this.source.latest()
      const isNew = key === this.source.key() && isOwnNew(latest, before, this.source.ownId())
      key = this.source.key()
      before = latest
      if (isNew) untracked(() => this.jumpToLatest())
    })
  }

  #followView(): void {
    afterRenderEffect(onCleanup => {
      const detach = this.view.attach({
        scroller: this.scroller().nativeElement,
        before: this.before().nativeElement,
        rows: this.rowsElement().nativeElement,
        after: this.after().nativeElement,
      })
      onCleanup(detach)
    })
    afterRenderEffect(() => {
      this.rows()
      untracked(() => this.view.layout())
    })
  }
}
