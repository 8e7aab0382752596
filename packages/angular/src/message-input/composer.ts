import { computed, signal } from '@angular/core'
import type { LocalMessage, MessageResponse, UserResponse } from '@parley/client'
import { mentionedIn } from './mentions'
import type { Upload } from './upload'
import { type FileSender, releasePreviews, UploadList } from './upload-list'

/** A message as it stands in the box. */
export interface ComposerContent {
  readonly text: string
  readonly people: readonly UserResponse[]
  readonly quoted: MessageResponse | undefined
  readonly showInChannel: boolean
  readonly uploads: readonly Upload[]
}

/** A message that is being written, of one channel or thread. It stays while others are looked at. */
export class Composer {
  readonly #text = signal('')
  readonly #people = signal<readonly UserResponse[]>([])
  readonly #quoted = signal<MessageResponse | undefined>(undefined)
  readonly #showInChannel = signal(false)
  readonly #refusal = signal<string | undefined>(undefined)
  /** Is called after every change that a draft would have. */
  onChange: () => void = () => undefined

  readonly text = this.#text.asReadonly()
  /** The message that is answered. */
  readonly quoted = this.#quoted.asReadonly()
  /** A reply that stands in the channel, too. */
  readonly showInChannel = this.#showInChannel.asReadonly()
  /** Why the message was not sent; gone with the next change. */
  readonly refusal = this.#refusal.asReadonly()
  readonly uploads: UploadList
  readonly isEmpty = computed(() => this.text().trim() === '' && this.uploads.all().length === 0)

  constructor(send: FileSender) {
    this.uploads = new UploadList(send, () => this.#changed())
  }

  setText(text: string): void {
    if (text === this.#text()) return
    this.#text.set(text)
    this.#changed()
  }

  /** Somebody was chosen from the list: the text names them. */
  name(user: UserResponse): void {
    this.#people.update(people => [...people.filter(({ id }) => id !== user.id), user])
  }

  quote(message: MessageResponse | LocalMessage | undefined): void {
    this.#quoted.set(message)
    this.#changed()
  }

  setShowInChannel(shown: boolean): void {
    this.#showInChannel.set(shown)
    this.#changed()
  }

  refuse(why: string | undefined): void {
    this.#refusal.set(why)
  }

  /** Those of the people chosen, and of `others`, whom the text names. */
  mentioned(others: readonly UserResponse[] = []): UserResponse[] {
    return mentionedIn(this.text(), [...this.#people(), ...others])
  }

  /** What is in the box. */
  content(): ComposerContent {
    return {
      text: this.#text(),
      people: this.#people(),
      quoted: this.#quoted(),
      showInChannel: this.#showInChannel(),
      uploads: this.uploads.all(),
    }
  }

  /** Empties the box and returns what was in it. */
  take(): ComposerContent {
    const content = this.content()
    this.uploads.take()
    this.#fill({ text: '', people: [], quoted: undefined, showInChannel: content.showInChannel })
    return content
  }

  /** Puts back what was taken, as it was not sent. */
  giveBack(content: ComposerContent): void {
    this.uploads.giveBack(content.uploads)
    this.#fill(content)
    this.onChange()
  }

  /** Goes on with what stands in another box; files of it that are not up go up again. */
  takeOver(other: Composer): void {
    const content = other.content()
    this.uploads.takeOver(content.uploads)
    this.#fill(content)
    this.onChange()
  }

  /** What was written before, such as a draft or a message to edit, in place of everything. */
  restore(
    message: Pick<MessageResponse, 'text' | 'attachments' | 'mentioned_users' | 'show_in_channel'> & {
      quoted_message?: MessageResponse | null
    },
  ): void {
    releasePreviews(this.uploads.all())
    this.uploads.restore(message.attachments)
    this.#fill({
      text: message.text,
      people: message.mentioned_users,
      quoted: message.quoted_message ?? undefined,
      showInChannel: message.show_in_channel === true,
    })
  }

  #fill({ text, people, quoted, showInChannel }: Omit<ComposerContent, 'uploads'>): void {
    this.#text.set(text)
    this.#people.set(people)
    this.#quoted.set(quoted)
    this.#showInChannel.set(showInChannel)
    this.#refusal.set(undefined)
  }

  #changed(): void {
    this.#refusal.set(undefined)
    this.onChange()
  }
}
