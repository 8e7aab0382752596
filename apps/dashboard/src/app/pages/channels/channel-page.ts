import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { CurrentApp } from '../../api/current-app'
import { BackLink } from '../../ui/back-link'
import { EmptyState } from '../../ui/empty-state'
import { ErrorPanel } from '../../ui/error-panel'
import { loaded } from '../../ui/load'
import { PageHeader } from '../../ui/page-header'
import { ChannelActions } from './actions/channel-actions'
import { ChannelChips } from './channel-chips'
import { ChannelFacts } from './channel-facts'
import { channelName } from './channel-names'
import { ChannelData } from './data/channel-data'
import { ChannelMembers } from './members/channel-members'
import { ChannelMessages } from './messages/channel-messages'
import { OpenChannel } from './open-channel'

const TABS = [
  { name: 'messages', label: 'Messages' },
  { name: 'members', label: 'Members' },
  { name: 'data', label: 'Data' },
  { name: 'actions', label: 'Actions' },
] as const

type Tab = (typeof TABS)[number]['name']

/** One channel: what is known of it, what was said in it, who is in it, what can be done with it. */
@Component({
  imports: [
    BackLink,
    ChannelActions,
    ChannelChips,
    ChannelData,
    ChannelFacts,
    ChannelMembers,
    ChannelMessages,
    EmptyState,
    ErrorPanel,
    PageHeader,
    RouterLink,
  ],
  providers: [OpenChannel],
  templateUrl: './channel-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelPage {
  // Of the address.
  readonly cid = input.required<string>()
  readonly tab = input<string>()
  /** The id of a message to be shown. */
  readonly message = input<string>()

  protected readonly open = inject(OpenChannel)
  protected readonly app = inject(CurrentApp)
  protected readonly tabs = TABS
  protected readonly found = loaded(async () => (await this.open.load(this.cid())) ?? null)
  protected readonly shown = computed<Tab>(
    () => TABS.find(({ name }) => name === this.tab())?.name ?? 'messages',
  )
  protected readonly state = computed(() => (this.open.cid() === this.cid() ? this.open.state() : undefined))
  protected readonly isMissing = computed(() => this.found.value() === null && !this.state())
  protected readonly heading = computed(() => {
    const state = this.state()
    return state ? channelName(state.channel, state.members) : this.cid()
  })
}
