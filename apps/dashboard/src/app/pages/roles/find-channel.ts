import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core'
import type { ChannelResponse } from '@parley/client'
import { ChatApi } from '../../api/chat-api'
import { channelName } from '../channels/channel-names'
import { FindBox } from './find-box'
import { findable } from './findable'

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
      [options]="find.options()"
      [(text)]="find.text"
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
  protected readonly find = findable(async text => {
    const { channels } = await this.#chat.post<ChannelsReply>('/channels', {
      filter_conditions: filterOf(text),
      sort: [{ field: 'last_message_at', direction: -1 }],
      limit: SHOWN,
      state: false,
      message_limit: 0,
      member_limit: 0,
    })
    return channels.map(({ channel }) => ({
      value: channel.cid,
      name: channelName(channel),
      under: channel.cid,
    }))
  })
}

function filterOf(text: string): object {
  if (text === '') return {}
  const id = text.slice(text.indexOf(':') + 1)
  if (text.includes(':'))
    return id === '' ? { type: text.slice(0, -1) } : { $or: [{ cid: text }, { id: { $autocomplete: id } }] }
  return { $or: [{ name: { $autocomplete: text } }, { id: { $autocomplete: text } }] }
}
