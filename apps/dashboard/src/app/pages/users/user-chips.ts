import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { StatusChip, type Tone } from '../../ui/status-chip'
import { exactTime } from '../../ui/time-format'
import type { ListedUser } from './user-types'

interface Chip {
  readonly text: string
  readonly tone: Tone
  readonly title?: string
}

/** How a user stands: what keeps them from connecting, and whether they are. */
@Component({
  selector: 'app-user-chips',
  imports: [StatusChip],
  template: `
    @for (chip of chips(); track chip.text) {
      <app-status [tone]="chip.tone" [title]="chip.title ?? ''">{{ chip.text }}</app-status>
    }
  `,
  styleUrl: './user-chips.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserChips {
  readonly user = input.required<ListedUser>()
  protected readonly chips = computed(() => chipsOf(this.user()))
}

function chipsOf(user: ListedUser): Chip[] {
  const chips: Chip[] = []
  if (user.erased) chips.push({ text: 'deleted for good', tone: 'danger' })
  else if (user.deleted_at) {
    chips.push({ text: 'deleted', tone: 'danger', title: exactTime(user.deleted_at) })
  }
  if (user.deactivated_at && !user.deleted_at) {
    chips.push({ text: 'deactivated', tone: 'warning', title: exactTime(user.deactivated_at) })
  }
  const until = user.ban_expires ? `until ${exactTime(user.ban_expires)}` : 'until it is lifted'
  if (user.banned) chips.push({ text: 'banned', tone: 'danger', title: until })
  if (user.shadow_banned) chips.push({ text: 'shadow banned', tone: 'danger', title: until })
  if (user.merged_into) chips.push({ text: 'became a user', tone: 'info', title: user.merged_into })
  if (user.role === 'guest') chips.push({ text: 'guest', tone: 'neutral' })
  if (user.connections > 0) {
    const count = user.connections === 1 ? 'online' : `online ×${user.connections}`
    chips.push({ text: count, tone: 'success', title: `${user.connections} open connections` })
  }
  return chips
}
