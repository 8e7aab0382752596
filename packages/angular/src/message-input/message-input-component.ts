import { CdkTextareaAutosize } from '@angular/cdk/text-field'
import { NgComponentOutlet, NgTemplateOutlet } from '@angular/common'
import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  DOCUMENT,
  ElementRef,
  effect,
  inject,
  input,
  output,
  untracked,
  viewChild,
} from '@angular/core'
import type { UserResponse } from '@parley/client'
import { IconComponent } from '../icon/icon-component'
import { EmojiPickerComponent } from '../menu/emoji-picker-component'
import { MenuComponent } from '../menu/menu-component'
import { MenuItemComponent } from '../menu/menu-item-component'
import { MenuTriggerDirective } from '../menu/menu-trigger-directive'
import { PopoverDirective } from '../menu/popover-directive'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { TemplatesService } from '../services/templates-service'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import { ActiveComposer, type Editing } from './active-composer'
import type { Composer } from './composer'
import { ComposerBarComponent } from './composer-bar-component'
import { filesOf } from './dropped-files'
import { dropTargetOf, FileDrop } from './file-drop'
import { lastOwnMessage } from './last-own-message'
import { cardsIn } from './link-cards'
import { mentionOf } from './mentions'
import { MessageSender } from './message-sender'
import { peopleFor } from './people-source'
import { Polling } from './polling'
import { SuggestionListComponent } from './suggestion-list-component'
import { completed } from './suggestion-trigger'
import { Suggestions } from './suggestions'
import { TextBox } from './text-box'
import { UploadChecks } from './upload-checks'
import { UploadPreviewsComponent } from './upload-previews-component'
import { WritingRules } from './writing-rules'

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
    MenuComponent,
    MenuItemComponent,
    MenuTriggerDirective,
    NgComponentOutlet,
    NgTemplateOutlet,
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

  private readonly textArea = viewChild<ElementRef<HTMLTextAreaElement>>('box')
  private readonly picker = viewChild<ElementRef<HTMLInputElement>>('picker')
  readonly #box = new TextBox(this.textArea)
  readonly #channels = inject(ChannelService)
  readonly #user = inject(ChatClientService).user
  readonly #sender = new MessageSender()
  readonly #document = inject(DOCUMENT)
  readonly #checks = new UploadChecks()

  protected readonly t = inject(TranslationService).texts
  protected readonly channel = this.#channels.activeChannel
  protected readonly isThread = computed(() => this.mode() === 'thread')
  readonly #active = new ActiveComposer(this.isThread, () => this.focus())
  protected readonly composer = this.#active.current
  protected readonly toEdit = computed(() => this.#active.editing()?.message)
  protected readonly barMessage = computed(() => this.toEdit() ?? this.composer()?.quoted())
  protected readonly rules = new WritingRules(this.#active, this.isThread)
  protected readonly polling = new Polling(this.#active, () => this.#pollSent())
  protected readonly pollTemplate = inject(TemplatesService).pollDialog
  protected readonly drop = new FileDrop()
  protected readonly suggestions = new Suggestions(peopleFor(this.rules.commands))
  protected readonly listId = `parley-suggestions-${++count}`
  protected readonly noteId = `${this.listId}-note`
  protected readonly placeholder = computed(() =>
    this.isThread() ? this.t().writeReply : this.t().writeMessage,
  )
  protected readonly lengthText = computed(() => {
    const left = this.rules.left()
    if (left === undefined) return ''
    return left < 0 ? this.t().charactersOver(-left) : this.t().charactersLeft(left)
  })
  /** What screen readers are told. */
  protected readonly announced = computed(() => this.#announced())

  constructor() {
    useTheme()
    const host = inject<ElementRef<HTMLElement>>(ElementRef)
    const isWanted = () => this.composer() !== undefined && !this.rules.why()
    afterNextRender(() =>
      this.drop.listenOn(this.dropTarget() ?? dropTargetOf(host), isWanted, files => this.attach(files)),
    )
    effect(() => {
      if (this.toEdit()) untracked(() => this.#box.focusAtEnd())
    })
  }

  /** Puts the caret into the box. */
  focus(): void {
    this.#box.focus()
  }

  protected typed(): void {
    const text = this.#box.element?.value ?? ''
    this.composer()?.setText(text)
    this.look()
    if (this.toEdit()) return
    if (text.trim()) this.#channels.typingStarted(this.#active.parentId())
    else this.#channels.typingStopped(this.#active.parentId())
  }

  /** The caret may be somewhere else. */
  protected look(): void {
    this.suggestions.look(this.#box.element?.value ?? '', this.#box.caret)
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
    const composer = this.composer()
    if (!item || !trigger || !composer) return
    const chosen = item.kind === 'command' ? `/${item.command.name}` : this.#nameOf(item.user, composer)
    const { text, caret } = completed(composer.text(), trigger, chosen)
    this.#box.fill(text, caret)
    this.suggestions.close()
    this.typed()
  }

  protected insert(text: string): void {
    this.#box.insert(text)
    this.typed()
  }

  protected pasted(event: ClipboardEvent): void {
    const files = filesOf(event.clipboardData)
    // spreadsheets bring a picture beside their text
    if (files.length === 0 || event.clipboardData?.types.includes('text/plain')) return
    event.preventDefault()
    this.attach(files)
  }

  protected pickFiles(): void {
    this.picker()?.nativeElement.click()
  }

  protected picked(event: Event): void {
    const picker = event.target as HTMLInputElement
    this.attach([...(picker.files ?? [])])
    picker.value = ''
    this.focus()
  }

  protected attach(files: readonly File[]): void {
    const composer = this.composer()
    if (composer) void this.#checks.add(files, composer, this.rules.canUpload())
  }

  protected showInChannel(event: Event): void {
    this.composer()?.setShowInChannel((event.target as HTMLInputElement).checked)
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
    if (!this.rules.canSend()) return
    this.suggestions.close()
    const editing = this.#active.editing()
    if (editing) void this.#save(editing)
    else void this.#send()
    this.focus()
  }

  protected saveWhenHidden(): void {
    if (this.#document.visibilityState === 'hidden') void this.#active.drafted()?.keeper.flush()
  }

  async #send(): Promise<void> {
    const drafted = this.#active.drafted()
    const channel = this.channel()
    const parentId = this.#active.parentId()
    if (!drafted || !channel) return
    const { clock, command } = this.rules
    this.#channels.selectMessageToQuote(undefined)
    this.#channels.typingStopped(parentId)
    if (clock.cooldownSeconds() > 0 && !command()) clock.sent()
    const refused = await this.#sender.send(drafted, channel, parentId)
    if (refused?.errorName === 'cooldown' && channel === this.channel())
      clock.refused(Number(refused.details?.retry_after ?? 1))
  }

  #pollSent(): void {
    const { clock } = this.rules
    if (clock.cooldownSeconds() > 0) clock.sent()
    // nothing else takes the focus before the dialog is gone
    this.#box.focusAtEnd()
  }

  /** The list shows the change at once; refused, it comes back into the box. */
  async #save(editing: Editing): Promise<void> {
    const { message, composer } = editing
    const channel = this.channel()
    const members = Object.values(channel?.state.members ?? {}).map(({ user }) => user)
    const text = composer.text().trim()
    const attachments = [...composer.uploads.attachments(), ...cardsIn(text, message.attachments)]
    const mentioned_users = composer.mentioned(members)
    this.#channels.selectMessageToEdit(undefined)
    try {
      await this.#channels.updateMessage({ ...message, text, attachments, mentioned_users })
    } catch {
      this.#active.giveBack(editing, channel)
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
    const channel = this.channel()?.data
    const { activeThreadMessages, activeChannelMessages } = this.#channels
    const messages = this.isThread() ? activeThreadMessages() : activeChannelMessages()
    const last = channel && lastOwnMessage(messages, this.#user()?.id, channel)
    if (last) this.#channels.selectMessageToEdit(last)
    return last !== undefined
  }

  /** A person is named; commands take the id, which is one word. */
  #nameOf(user: UserResponse, composer: Composer): string {
    composer.name(user)
    return this.rules.command() ? `@${user.id}` : mentionOf(user)
  }

  #announced(): string {
    const t = this.t()
    if (this.suggestions.isOpen()) return t.suggestionCount(this.suggestions.items().length)
    if (this.rules.waitSeconds() > 0) return t.slowModePause(this.rules.clock.cooldownSeconds())
    const uploads = this.composer()?.uploads.all() ?? []
    const done = uploads.filter(({ state }) => state === 'done').length
    if (uploads.length > 0) return t.uploadsDone(done, uploads.length)
    return this.rules.clock.isOver() ? t.slowModeOver : ''
  }
}
