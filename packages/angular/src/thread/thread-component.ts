import {
  afterRenderEffect,
  ChangeDetectionStrategy,
  Component,
  computed,
  DOCUMENT,
  inject,
  output,
  viewChild,
} from '@angular/core'
import { AvatarComponent } from '../avatar/avatar-component'
import { IconComponent } from '../icon/icon-component'
import { MessageInputComponent } from '../message-input/message-input-component'
import { MessageListComponent } from '../message-list/message-list-component'
import { ChannelService } from '../services/channel-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { markThreadsRead } from './thread-reads'

/** How many of those who take part are shown. */
const MOST_SHOWN = 3

/**
 * The open thread: the message it began with, the replies, and a box to write one.
 *
 * Shows nothing while no thread is open; Escape and its button close it. Replies are marked read
 * while the page is visible.
 *
 * @example
 * @if (channelService.activeParentMessage()) { <parley-thread /> }
 */
@Component({
  selector: 'parley-thread',
  imports: [AvatarComponent, IconComponent, MessageInputComponent, MessageListComponent],
  templateUrl: './thread-component.html',
  styleUrl: './thread-component.css',
  host: {
    class: 'parley-root',
    role: 'region',
    '[attr.aria-label]': 't().thread',
    '(keydown.escape)': 'escape($event)',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ThreadComponent {
  /** A visitor wants to write. */
  readonly enterRequested = output()

  readonly #channels = inject(ChannelService)
  readonly #document = inject(DOCUMENT)
  protected readonly t = inject(TranslationService).texts
  protected readonly parent = this.#channels.activeParentMessage
  protected readonly people = computed(() => this.parent()?.thread_participants ?? [])
  protected readonly shownPeople = computed(() => this.people().slice(0, MOST_SHOWN))
  protected readonly summary = computed(() => {
    const t = this.t()
    const replies = t.threadReplies(this.parent()?.reply_count ?? 0)
    const { length } = this.people()
    return length > 0 ? `${replies} · ${t.threadPeople(length)}` : replies
  })
  readonly #parentId = computed(() => this.parent()?.id)
  private readonly input = viewChild(MessageInputComponent)
  /** Where the focus was before. */
  #opener: Element | null = null

  constructor() {
    useTheme()
    markThreadsRead()
    afterRenderEffect(() => {
      const input = this.input()
      if (this.#parentId() === undefined || !input) return
      this.#opener = this.#document.activeElement
      input.focus()
    })
  }

  protected close(): void {
    const place = this.#opener?.isConnected ? this.#opener : this.#rowOfParent()
    void this.#channels.setAsActiveParentMessage(undefined)
    if (place instanceof HTMLElement) place.focus()
  }

  /** The box closes its own things first. */
  protected escape(event: Event): void {
    if (event.defaultPrevented) return
    event.preventDefault()
    this.close()
  }

  /** The button that opened the thread goes with the pointer; its message stays. */
  #rowOfParent(): Element | null {
    const id = CSS.escape(this.parent()?.id ?? '')
    return this.#document.querySelector(`parley-message-list [data-id="${id}"]`)
  }
}
