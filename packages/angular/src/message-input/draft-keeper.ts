import { ChatError, type DraftResponse, type MessageRequest } from '@parley/client'
import type { Composer } from './composer'
import { inMessages } from './upload'

/** Where drafts are kept: a channel. */
export interface DraftStore {
  readonly data?: { config?: { max_message_length?: number } } | undefined
  createDraft(message: MessageRequest): PromiseLike<{ draft: DraftResponse }>
  deleteDraft(of: { parent_id?: string }): PromiseLike<unknown>
}

/** How long nothing was typed before a draft is saved. */
const PAUSE_MS = 800
/** How long to wait where the server could not be reached. */
const RETRY_MS = 5_000

const NOTHING = ''

/**
 * Keeps a box and its draft on the server the same.
 *
 * What is written here is saved after a pause, one request at a time; what another device wrote is
 * taken over unless something was written here since. What was typed is never taken away.
 */
export class DraftKeeper {
  readonly #composer: Composer
  readonly #store: DraftStore
  readonly #parentId: string | undefined
  /** What the server has, as far as is known. */
  #saved = NOTHING
  /** When the server saved it. */
  #savedAt = ''
  /** What came from the server and was not touched here. */
  #heard: string | undefined
  #isBusy = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(composer: Composer, store: DraftStore, parentId: string | undefined) {
    this.#composer = composer
    this.#store = store
    this.#parentId = parentId
    composer.onChange = () => this.touch()
  }

  /** Something was written: it is saved after a pause. */
  touch(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS)
  }

  /** Saves now what is not saved. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#isBusy || this.#isTooLong()) return
    this.#isBusy = true
    try {
      for (let wanted = this.#wanted(); wanted !== this.#saved; wanted = this.#wanted()) {
        await this.#save(wanted)
        this.#saved = wanted
      }
    } catch (error) {
      // the text is still in the box, and the next change tries again
      const isLost = error instanceof ChatError && error.details?.reason === 'network'
      if (isLost) this.#timer = setTimeout(() => void this.flush(), RETRY_MS)
    } finally {
      this.#isBusy = false
    }
  }

  /** Whether the server has what is in the box, as far as is known. */
  isSaved(): boolean {
    return this.#wanted() === this.#saved
  }

  /** The message was sent: the server drops its draft by itself, unless one is on its way there. */
  sent(): void {
    clearTimeout(this.#timer)
    if (this.#isBusy) return
    if (this.#wanted() === NOTHING) this.#saved = NOTHING
    else this.touch()
  }

  /** What the server has now. */
  hear(draft: DraftResponse | undefined): void {
    const current = this.#wanted()
    if (this.#isBusy) return
    if (!draft) {
      if (current !== this.#heard || current === NOTHING) return
      this.#composer.take()
      this.#saved = NOTHING
      this.#heard = undefined
    } else if (current === this.#saved && draft.created_at > this.#savedAt) {
      this.#composer.restore({ ...draft.message, quoted_message: draft.quoted_message ?? null })
      this.#saved = this.#wanted()
      this.#savedAt = draft.created_at
      this.#heard = this.#saved
    }
  }

  async #save(wanted: string): Promise<void> {
    const of = this.#parentId ? { parent_id: this.#parentId } : {}
    if (wanted === NOTHING) {
      await this.#store.deleteDraft(of)
      return
    }
    const { draft } = await this.#store.createDraft({ ...JSON.parse(wanted), ...of })
    this.#savedAt = draft.created_at
  }

  /** The server takes no draft that it would not take as a message. */
  #isTooLong(): boolean {
    const { max_message_length = Number.POSITIVE_INFINITY } = this.#store.data?.config ?? {}
    const { text, uploads } = this.#composer
    return text().length > max_message_length || inMessages(uploads.attachments()).length > 1
  }

  /** The draft as it would be saved; nothing for an empty box. */
  #wanted(): string {
    const { text, quoted, showInChannel } = this.#composer.content()
    const attachments = this.#composer.uploads.attachments()
    if (text.trim() === '' && attachments.length === 0) return NOTHING
    return JSON.stringify({
      text,
      attachments,
      mentioned_users: this.#composer.mentioned().map(({ id }) => id),
      ...(quoted && { quoted_message_id: quoted.id }),
      ...(showInChannel && { show_in_channel: true }),
    })
  }
}
