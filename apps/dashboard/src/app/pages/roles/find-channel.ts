import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core'
import { MatAutocompleteModule, type MatAutocompleteTrigger } from '@angular/material/autocomplete'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import type { ChannelResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { loaded } from '../../ui/load'
import { settled } from './settled'

const SHOWN = 8

interface ChannelsReply {
  readonly channels: readonly { readonly channel: ChannelResponse }[]
}

/** A channel, found by its name, id or whole address. */
@Component({
  selector: 'app-find-channel',
  imports: [MatAutocompleteModule, MatFormFieldModule, MatInput],
  templateUrl: './find-channel.html',
  styleUrl: './find.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FindChannel {
  /** The cid of the one that is chosen. */
  readonly cid = input('')
  readonly chosen = output<string>()
  readonly #chat = inject(ChatApi)
  protected readonly text = signal('')
  readonly #asked = settled(this.text)
  readonly #found = loaded(() =>
    this.#chat.post<ChannelsReply>('/channels', {
      filter_conditions: filterOf(this.#asked().trim()),
      sort: [{ field: 'last_message_at', direction: -1 }],
      limit: SHOWN,
      state: false,
      message_limit: 0,
      member_limit: 0,
    }),
  )
  protected readonly options = computed(() =>
    (this.#found.value()?.channels ?? []).map(({ channel }) => ({
      cid: channel.cid,
      name: typeof channel.name === 'string' && channel.name !== '' ? channel.name : channel.cid,
    })),
  )

  constructor() {
    effect(() => this.text.set(this.cid()))
  }

  /** Whoever knows the address, need not choose. */
  protected entered(event: Event, { activeOption }: MatAutocompleteTrigger): void {
    // Enter chooses what is marked in the list.
    if (activeOption || event.defaultPrevented) return
    const text = this.text().trim()
    if (text === this.cid() || (text !== '' && !text.includes(':'))) return
    event.preventDefault()
    this.chosen.emit(text)
  }
}

function filterOf(text: string): object {
  if (text === '') return {}
  const id = text.slice(text.indexOf(':') + 1)
  if (text.includes(':'))
    return id === '' ? { type: text.slice(0, -1) } : { $or: [{ cid: text }, { id: { $autocomplete: id } }] }
  return { $or: [{ name: { $autocomplete: text } }, { id: { $autocomplete: text } }] }
}
