import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { Channel } from '@parley/client'
import { channelSignal } from '../format/channel-signal'
import { channelTitle, directPartner, otherMembers } from '../format/channel-title'
import type { NamedUser } from '../format/user-name'
import { AvatarComponent, type AvatarSize } from './avatar-component'

/**
 * A channel's picture: its own, the other's in a conversation of two, two members' in one of more.
 *
 * @example `<parley-channel-avatar [channel]="channel" [ownId]="user()?.id" />`
 */
@Component({
  selector: 'parley-channel-avatar',
  imports: [AvatarComponent],
  template: `
    @if (pair(); as two) {
      <parley-avatar class="front" [user]="two[0]" [size]="size()" />
      <parley-avatar class="behind" [user]="two[1]" [size]="size()" />
    } @else {
      <parley-avatar [user]="single()" [size]="size()" [showPresence]="showPresence()" />
    }
  `,
  styleUrl: './channel-avatar.css',
  host: { 'aria-hidden': 'true', '[class]': 'size()', '[class.pair]': 'pair() !== undefined' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelAvatarComponent {
  readonly channel = input.required<Channel>()
  /** The connected user's id: who is not shown. */
  readonly ownId = input<string>()
  readonly size = input<AvatarSize>('m')
  /** Whether a dot tells that the other one of two is online. */
  readonly showPresence = input(true)
  protected readonly single = computed(() => this.#single())
  protected readonly pair = computed(() => this.#pair())
  readonly #state = channelSignal(this.channel)

  #single(): NamedUser {
    const state = this.#state()
    const image = state?.channel?.image
    const partner = directPartner(state, this.ownId())?.user
    if (partner) return image ? { ...partner, image } : partner
    const id = this.channel().cid ?? ''
    return { id, name: channelTitle(state, this.ownId()), ...(image && { image }) }
  }

  #pair(): readonly [NamedUser, NamedUser] | undefined {
    const state = this.#state()
    if (!state || state.channel?.image || state.channel?.name) return undefined
    const [first, second] = otherMembers(state, this.ownId())
    return first && second && [first.user, second.user]
  }
}
