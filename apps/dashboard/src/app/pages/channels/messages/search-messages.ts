import { ChangeDetectionStrategy, Component, computed, inject, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { MessageResponse } from '@parley/client'
import { ChatApi } from '../../../api/chat-api'
import { ErrorPanel } from '../../../ui/error-panel'
import { FilterEditor, type FilterExample } from '../../../ui/filter-editor/filter-editor'
import type { JsonObject } from '../../../ui/parse-json-object'
import { TimeText } from '../../../ui/time-text'
import { userName } from '../channel-names'
import { OpenChannel } from '../open-channel'

const PAGE = 20

interface Found {
  readonly results: readonly { readonly message: MessageResponse }[]
  readonly next?: string
}

const EXAMPLES: readonly FilterExample[] = [
  { label: 'With attachments', filter: () => ({ attachments: { $exists: true } }) },
  { label: 'Pinned', filter: () => ({ pinned: true }) },
  { label: 'With replies', filter: () => ({ reply_count: { $gt: 0 } }) },
]

/** Finds messages of the channel by words or by a filter; the chosen one is shown where it stands. */
@Component({
  selector: 'app-search-messages',
  imports: [ErrorPanel, FilterEditor, MatButton, TimeText],
  templateUrl: './search-messages.html',
  styleUrls: ['../../../ui/controls.css', './search-messages.css'],
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SearchMessages {
  readonly chosen = output<string>()
  readonly #chat = inject(ChatApi)
  readonly #channel = inject(OpenChannel)
  protected readonly examples = EXAMPLES
  protected readonly name = userName
  protected readonly filter = signal<JsonObject>({})
  protected readonly messages = signal<readonly MessageResponse[] | undefined>(undefined)
  protected readonly next = signal<string | undefined>(undefined)
  protected readonly error = signal<unknown>(undefined)
  protected readonly usesFilter = signal(false)
  protected readonly isEmpty = computed(() => this.messages()?.length === 0 && !this.error())

  protected byWords(text: string): void {
    if (text.trim()) this.byFilter({ text: { $q: text.trim() } })
  }

  protected byFilter(filter: JsonObject): void {
    this.filter.set(filter)
    this.messages.set(undefined)
    if (Object.keys(filter).length > 0) void this.find()
  }

  protected async find(next?: string): Promise<void> {
    const payload = {
      filter_conditions: { cid: this.#channel.cid() },
      message_filter_conditions: this.filter(),
      limit: PAGE,
      ...(next === undefined ? { sort: [{ field: 'created_at', direction: -1 }] } : { next }),
    }
    try {
      const found = await this.#chat.get<Found>('/search', payload)
      const page = found.results.map(({ message }) => message)
      this.messages.update(known => (next === undefined ? page : [...(known ?? []), ...page]))
      this.next.set(found.next)
      this.error.set(undefined)
    } catch (error) {
      this.error.set(error)
    }
  }
}
