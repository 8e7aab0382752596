import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import type { ChannelResponse } from '@parley/client'
import { StatusChip, type Tone } from '../../ui/status-chip'

interface Chip {
  readonly text: string
  readonly tone: Tone
  readonly title: string
}

/** What is out of the ordinary about a channel, each in a word. */
@Component({
  selector: 'app-channel-chips',
  imports: [StatusChip],
  template: `
    @for (chip of chips(); track chip.text) {
      <app-status [tone]="chip.tone" [title]="chip.title">{{ chip.text }}</app-status>
    }
  `,
  styles: ':host { display: inline-flex; flex-wrap: wrap; gap: 4px }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ChannelChips {
  readonly channel = input.required<ChannelResponse>()
  protected readonly chips = computed(() => chipsOf(this.channel()))
}

function chipsOf(channel: ChannelResponse): Chip[] {
  const chips: Chip[] = []
  if (channel.disabled)
    chips.push({ text: 'disabled', tone: 'danger', title: 'Clients can neither read nor write here' })
  if (channel.frozen) chips.push({ text: 'frozen', tone: 'info', title: 'Nobody can write or react here' })
  if (channel.cooldown)
    chips.push({
      text: `slow mode ${channel.cooldown} s`,
      tone: 'warning',
      title: `A member may write every ${channel.cooldown} seconds`,
    })
  if (channel.hidden) chips.push({ text: 'hidden', tone: 'neutral', title: 'This user hid the channel' })
  if (channel.muted) chips.push({ text: 'muted', tone: 'neutral', title: 'This user muted the channel' })
  if (channel.truncated_at)
    chips.push({ text: 'truncated', tone: 'neutral', title: 'Earlier messages were taken away' })
  return chips
}
