import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core'
import type { ChannelResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { loaded } from '../../ui/load'
import { FindBox, type Found } from './find-box'
import { settled } from './settled'

const SHOWN = 8

interface ChannelsReply {
  readonly channels: readonly { readonly channel: ChannelResponse }[]
}

/** A channel, found by its name, id or whole address. */
@Component({
  selector: 'app-find-channel',
  imports: [FindBox],
  template: `
    <app-find-box
      label="Channel"
      placeholder="Name, or type:id"
      [isWhole]="isAddress"
      [value]="cid()"
      [options]="options()"
      [(text)]="text"
      (chosen)="chosen.emit($event)"
    />
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FindChannel {
  /** The cid of the one that is chosen. */
  readonly cid = input('')
  readonly chosen = output<string>()
  readonly #chat = inject(ChatApi)
  protected readonly isAddress = (text: string): boolean => text === '' || text.includes(':')
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
  protected readonly options = computed<readonly Found[]>(() =>
    (this.#found.value()?.channels ?? []).map(({ channel }) => ({
      value: channel.cid,
      name: typeof channel.name === 'string' && channel.name !== '' ? channel.name : channel.cid,
      under: channel.cid,
    })),
  )
}

function filterOf(text: string): object {
  if (text === '') return {}
  const id = text.slice(text.indexOf(':') + 1)
  if (text.includes(':'))
    return id === '' ? { type: text.slice(0, -1) } : { $or: [{ cid: text }, { id: { $autocomplete: id } }] }
  return { $or: [{ name: { $autocomplete: text } }, { id: { $autocomplete: text } }] }
}
