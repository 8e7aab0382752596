import { Injectable, inject, signal } from '@angular/core'
import { ChatApi } from '../../../api/chat-api'

/** As many ids as a filter takes at once, and reports as an answer has. */
const AT_ONCE = 100

interface Reply {
  readonly flag_reports: readonly { readonly message?: { readonly id: string } | null }[]
}

/**
 * Which of the messages that are shown somebody flagged, and nobody decided about yet. Asked for message by
 * message: a channel may have any number of flags. Provided by their view.
 */
@Injectable()
export class FlaggedMessages {
  readonly #chat = inject(ChatApi)
  readonly #ids = signal<ReadonlySet<string>>(new Set())
  readonly ids = this.#ids.asReadonly()
  readonly #asked = new Set<string>()

  /** Asks about those that it was not asked about before; never throws: a mark is not worth an error. */
  async ask(ids: readonly string[]): Promise<void> {
    const fresh = ids.filter(id => !this.#asked.has(id))
    for (const id of fresh) this.#asked.add(id)
    for (let at = 0; at < fresh.length; at += AT_ONCE) await this.#ask(fresh.slice(at, at + AT_ONCE))
  }

  async #ask(ids: readonly string[]): Promise<void> {
    const filter_conditions = { message_id: { $in: ids }, is_reviewed: false }
    try {
      const body = { filter_conditions, limit: AT_ONCE }
      const { flag_reports: reports } = await this.#chat.post<Reply>('/moderation/reports', body)
      const found = reports.flatMap(({ message }) => message?.id ?? [])
      if (found.length > 0) this.#ids.update(known => new Set([...known, ...found]))
    } catch {
      // Asked for again with what is shown next.
      for (const id of ids) this.#asked.delete(id)
    }
  }
}
