import { CdkTextareaAutosize } from '@angular/cdk/text-field'
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DOCUMENT,
  ElementRef,
  effect,
  Injector,
  inject,
  input,
  output,
  type Signal,
  untracked,
  viewChild,
} from '@angular/core'
import type { LocalMessage, UserResponse } from '@parley/client'
import { IconComponent } from '../icon/icon-component'
import { EmojiPickerComponent } from '../menu/emoji-picker-component'
import { PopoverDirective } from '../menu/popover-directive'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { commandIn } from './commands'
import type { Composer } from './composer'
import { ComposerBarComponent } from './composer-bar-component'
import { ComposerService } from './composer-service'
import { CooldownClock } from './cooldown-clock'
import { filesOf } from './dropped-files'
import { dropTargetOf, FileDrop } from './file-drop'
import { lastOwnMessage } from './last-own-message'
import { mentionOf } from './mentions'
import { MessageSender } from './message-sender'
import { peopleFor } from './people-source'
import { SuggestionListComponent } from './suggestion-list-component'
import { completed } from './suggestion-trigger'
import { Suggestions } from './suggestions'
import { UploadChecks } from './upload-checks'
import { UploadPreviewsComponent } from './upload-previews-component'
import { canUpload, whyNot } from './why-not'

/** Characters that a message may have where the channel does not say. */
const DEFAULT_MAX_LENGTH = 5_000
/** The counter shows when no more than this share of them is left. */
const NEAR = 0.1

let count = 0

/**
 * The box in which messages are written, for the open channel or the open thread.
 *
 * What was typed stays while other channels are looked at, is saved as a draft, and is put back
 * when the server refuses it. Where nothing can be written it says why.
 *
 * @example
 * <parley-message-input (enterRequested)="enterAsGuest()" />
 */
@Component({
  selector: 'parley-message-input',
  imports: [
    CdkTextareaAutosize,
    ComposerBarComponent,
    EmojiPickerComponent,
    IconComponent,
    PopoverDirective,
    SuggestionListComponent,
    UploadPreviewsComponent,
  ],
  templateUrl: './message-input-component.html',
  styleUrl: './message-input-component.css',
  host: { class: 'parley-root', '(document:visibilitychange)': 'saveWhenHidden()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageInputComponent {
  /** Whether it writes to the open channel, or to the open thread. */
  readonly mode = input<'main' | 'thread'>('main')
  /** Whether visitors are offered to enter; `enterRequested` says that they want to. */
  readonly offersEnter = input(true)
  /** The element that files can be dropped on; what the box stands in unless given. */
  readonly dropTarget = input<HTMLElement>()
  /** An anonymous visitor wants to write. */
  readonly enterRequested = output()

  readonly #channels = inject(ChannelService)
  readonly #chat = inject(ChatClientService)
  readonly #composers = inject(ComposerService)
  readonly #sender = new MessageSender()
  readonly #document = inject(DOCUMENT)
  readonly #injector = inject(Injector)
  readonly #checks = new UploadChecks()
  protected readonly drop = new FileDrop()
  protected readonly t = inject(TranslationService).texts

  protected readonly channel = this.#channels.activeChannel
  protected readonly state = this.#channels.activeChannelState
  readonly #userId = computed(() => this.#chat.user()?.id)
  protected readonly clock: CooldownClock = new CooldownClock(this.state, this.#userId)
  protected readonly isThread = computed(() => this.mode() === 'thread')
  readonly #openParentId = computed(() => this.#channels.activeParentMessage()?.id)
  readonly #parentId = computed(() => (this.isThread() ? this.#openParentId() : undefined))

  readonly #drafted = computed(() => {
    const channel = this.channel()
    const parentId = this.#parentId()
    if (!channel || (this.isThread() && !parentId)) return undefined
    return untracked(() => this.#composers.of(channel, parentId))
  })
  /** A change that was refused: it goes on where it was. */
  #returned: { message: LocalMessage; composer: Composer } | undefined
  readonly #editing = computed(() => {
    const message = this.#channels.messageToEdit()
    const channel = this.channel()
    if (!message || !channel || !this.#isOurs(message)) return undefined
    const known = this.#returned?.message === message ? this.#returned.composer : undefined
    return { message, composer: known ?? untracked(() => this.#composers.editing(channel, message)) }
  })
  protected readonly composer: Signal<Composer | undefined> = computed(
    () => this.#editing()?.composer ?? this.#drafted()?.composer,
  )

  protected readonly toEdit = computed(() => this.#editing()?.message)
  protected readonly barMessage = computed(() => this.toEdit() ?? this.composer()?.quoted())
  protected readonly why = computed(() => {
    const state = this.state()
    return state && whyNot(state, this.#chat.user(), this.isThread())
  })
  protected readonly canUpload = computed(() => {
    const state = this.state()
    return state !== undefined && !this.why() && canUpload(state)
  })
  readonly #commands = computed(() => (this.toEdit() ? [] : (this.state()?.channel?.config?.commands ?? [])))
  protected readonly command = computed(() => commandIn(this.composer()?.text() ?? '', this.#commands()))
  protected readonly isOffline = computed(() => this.#chat.connectionState() !== 'connected')

  readonly #maxLength = computed(
    () => this.state()?.channel?.config?.max_message_length ?? DEFAULT_MAX_LENGTH,
  )
  /** Characters that are left; undefined while there are plenty. */
  protected readonly left = computed(() => {
    const left = this.#maxLength() - (this.composer()?.text().trim().length ?? 0)
    return left <= this.#maxLength() * NEAR ? left : undefined
  })
  protected readonly isTooLong = computed(() => (this.left() ?? 0) < 0)
  protected readonly lengthText = computed(() => {
    const left = this.left()
    if (left === undefined) return ''
    return left < 0 ? this.t().charactersOver(-left) : this.t().charactersLeft(left)
  })
  protected readonly waitSeconds = computed(() => (this.toEdit() ? 0 : this.clock.waitSeconds()))
  protected readonly canSend = computed(() => {
    const composer = this.composer()
    if (!composer || composer.isEmpty() || this.waitSeconds() > 0 || this.isTooLong()) return false
    return !composer.uploads.isBusy() && !composer.uploads.hasFailed()
  })

  protected readonly suggestions = new Suggestions(peopleFor(this.#commands))
  protected readonly listId = `parley-suggestions-${++count}`
  protected readonly noteId = `${this.listId}-note`
  protected readonly placeholder = computed(() =>
    this.isThread() ? this.t().writeReply : this.t().writeMessage,
  )
  /** What screen readers are told. */
  protected readonly announced = computed(() => this.#announced())
  private readonly box = viewChild<ElementRef<HTMLTextAreaElement>>('box')

  constructor() {
    useTheme()
    const host = inject<ElementRef<HTMLElement>>(ElementRef)
    afterNextRender(() =>
      this.drop.listenOn(
        this.dropTarget() ?? dropTargetOf(host),
        () => this.composer() !== undefined && !this.why(),
        files => this.attach(files),
      ),
    )
    this.#keepDrafts()
    this.#followQuote()
    effect(() => {
      if (this.toEdit()) untracked(() => this.#focusAtEnd())
    })
  }

  /** Puts the caret into the box. */
  focus(): void {
    this.box()?.nativeElement.focus()
  }

  protected typed(): void {
    const box = this.box()?.nativeElement
    const composer = this.composer()
    if (!box || !composer) return
    composer.setText(box.value)
    this.look()
    if (this.toEdit()) return
    if (box.value.trim()) this.#channels.typingStarted(this.#parentId())
    else this.#channels.typingStopped(this.#parentId())
  }

  /** The caret is somewhere else. */
  protected look(): void {
    const box = this.box()?.nativeElement
    if (box) this.suggestions.look(box.value, box.selectionEnd === box.selectionStart ? box.selectionEnd : 0)
  }

  protected pressed(event: KeyboardEvent): void {
    // 229 is what browsers say that end a composition with the key itself
    if (event.isComposing || event.keyCode === 229) return
    const isDone = this.suggestions.isOpen() ? this.#pressedInList(event) : this.#pressedInBox(event)
    if (!isDone) return
    event.preventDefault()
    event.stopPropagation()
  }

  protected choose(index: number): void {
    const item = this.suggestions.items()[index]
    const trigger = this.suggestions.trigger()
    const box = this.box()?.nativeElement
    const composer = this.composer()
    if (!item || !trigger || !box || !composer) return
    const chosen = item.kind === 'command' ? `/${item.command.name}` : this.#nameOf(item.user, composer)
    const { text, caret } = completed(box.value, trigger, chosen)
    box.value = text
    box.setSelectionRange(caret, caret)
    this.suggestions.close()
    this.typed()
    box.focus()
  }

  protected insert(text: string): void {
    const box = this.box()?.nativeElement
    if (!box) return
    box.focus()
    box.setRangeText(text, box.selectionStart, box.selectionEnd, 'end')
    this.typed()
  }

  protected pasted(event: ClipboardEvent): void {
    const files = filesOf(event.clipboardData)
    // spreadsheets bring a picture beside their text
    if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return
    event.preventDefault()
    this.attach(files)
  }

  protected picked(event: Event): void {
    const picker = event.target as HTMLInputElement
    this.attach([...(picker.files ?? [])])
    picker.value = ''
    this.focus()
  }

  protected attach(files: readonly File[]): void {
    const composer = this.composer()
    if (composer) void this.#checks.add(files, composer, this.canUpload())
  }

  protected cancel(): void {
    if (this.toEdit()) this.#channels.selectMessageToEdit(undefined)
    else {
      this.composer()?.quote(undefined)
      this.#channels.selectMessageToQuote(undefined)
    }
    this.focus()
  }

  protected submit(): void {
    const composer = this.composer()
    if (!composer || composer.isEmpty()) return
    if (composer.uploads.isBusy()) composer.refuse(this.t().waitForUploads)
    else if (composer.uploads.hasFailed()) composer.refuse(this.t().failedUploads)
    if (!this.canSend()) return
    this.suggestions.close()
    const editing = this.#editing()
    if (editing) void this.#save(editing)
    else void this.#send()
    this.focus()
  }

  protected showInChannel(event: Event): void {
    this.composer()?.setShowInChannel((event.target as HTMLInputElement).checked)
  }

  protected saveWhenHidden(): void {
    if (this.#document.visibilityState === 'hidden') void this.#drafted()?.keeper.flush()
  }

  async #send(): Promise<void> {
    const drafted = this.#drafted()
    const channel = this.channel()
    if (!drafted || !channel) return
    this.#channels.selectMessageToQuote(undefined)
    this.#channels.typingStopped(this.#parentId())
    if (this.clock.cooldownSeconds() > 0 && !this.command()) this.clock.sent()
    const refused = await this.#sender.send(drafted, channel, this.#parentId())
    if (refused?.errorName === 'cooldown' && channel === this.channel())
      this.clock.refused(Number(refused.details?.retry_after ?? 1))
  }

  /** The list shows the change at once; refused, it comes back into the box. */
  async #save(editing: { message: LocalMessage; composer: Composer }): Promise<void> {
    const { message, composer } = editing
    const channel = this.channel()
    const members = Object.values(this.state()?.members ?? {}).map(({ user }) => user)
    const mentioned_users = composer.mentioned(members)
    const { text } = composer.content()
    this.#channels.selectMessageToEdit(undefined)
    try {
      const attachments = [...composer.uploads.attachments()]
      await this.#channels.updateMessage({ ...message, text: text.trim(), attachments, mentioned_users })
    } catch {
      if (channel !== this.channel() || this.#channels.messageToEdit()) return
      this.#returned = editing
      this.#channels.selectMessageToEdit(message)
    }
  }

  #pressedInList({ key }: KeyboardEvent): boolean {
    if (key === 'ArrowDown' || key === 'ArrowUp') this.suggestions.move(key === 'ArrowDown' ? 1 : -1)
    else if (key === 'Enter' || key === 'Tab') this.choose(this.suggestions.index())
    else if (key === 'Escape') this.suggestions.dismiss()
    else return false
    return true
  }

  #pressedInBox({ key, shiftKey, altKey }: KeyboardEvent): boolean {
    if (key === 'Enter' && !shiftKey && !altKey) this.submit()
    else if (key === 'Escape' && this.barMessage()) this.cancel()
    else if (key === 'ArrowUp' && this.composer()?.isEmpty() && !this.toEdit()) return this.#editLast()
    else return false
    return true
  }

  #editLast(): boolean {
    const channel = this.state()?.channel
    const messages = this.isThread()
      ? this.#channels.activeThreadMessages()
      : this.#channels.activeChannelMessages()
    const last = channel && lastOwnMessage(messages, this.#userId(), channel)
    if (last) this.#channels.selectMessageToEdit(last)
    return last !== undefined
  }

  /** Replies belong to the input of their thread while that is open, everything else to the main one. */
  #isOurs({ parent_id }: LocalMessage): boolean {
    return this.isThread() === (parent_id !== undefined && parent_id === this.#openParentId())
  }

  /** A person is named; commands take the id, which is one word. */
  #nameOf(user: UserResponse, composer: Composer): string {
    composer.name(user)
    return this.command() ? `@${user.id}` : mentionOf(user)
  }

  /** Drafts come from the server, and go there when the box is left or the connection is back. */
  #keepDrafts(): void {
    effect(() => {
      const drafted = this.#drafted()
      const state = this.state()
      if (!drafted || this.isThread() || state?.channel?.cid !== this.channel()?.cid) return
      untracked(() => drafted.keeper.hear(state?.draft))
    })
    effect(onCleanup => {
      const drafted = this.#drafted()
      onCleanup(() => void drafted?.keeper.flush())
    })
    effect(() => {
      if (!this.isOffline()) untracked(() => void this.#drafted()?.keeper.flush())
    })
  }

  /** The message that was chosen to be answered goes into the box it belongs to. */
  #followQuote(): void {
    let before: { composer: Composer; id: string } | undefined
    effect(() => {
      const message = this.#channels.messageToQuote()
      const composer = this.#drafted()?.composer
      const isOurs = message !== undefined && this.#isOurs(message)
      untracked(() => {
        if (composer && isOurs && composer.quoted()?.id !== message.id) {
          composer.quote(message)
          this.focus()
        } else if (
          !message &&
          before &&
          composer === before.composer &&
          composer.quoted()?.id === before.id
        ) {
          composer.quote(undefined)
        }
        before = composer && isOurs ? { composer, id: message.id } : undefined
      })
    })
  }

  #focusAtEnd(): void {
    afterNextRender(
      () => {
        const box = this.box()?.nativeElement
        box?.focus()
        box?.setSelectionRange(box.value.length, box.value.length)
      },
      { injector: this.#injector },
    )
  }

  #announced(): string {
    const t = this.t()
    if (this.suggestions.isOpen()) return t.suggestionCount(this.suggestions.items().length)
    if (this.waitSeconds() > 0) return t.slowModePause(this.clock.cooldownSeconds())
    const uploads = this.composer()?.uploads.all() ?? []
    const done = uploads.filter(({ state }) => state === 'done').length
    return uploads.length > 0 ? t.uploadsDone(done, uploads.length) : ''
  }
}
