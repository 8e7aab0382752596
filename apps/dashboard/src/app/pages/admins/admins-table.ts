import { ChangeDetectionStrategy, Component, inject, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { AdminView, AppView } from '../../api/types'
import { Session } from '../../session/session'
import { StatusChip } from '../../ui/status-chip'
import { TimeText } from '../../ui/time-text'
import { appNames } from './app-names'

@Component({
  selector: 'app-admins-table',
  imports: [MatButton, StatusChip, TimeText],
  templateUrl: './admins-table.html',
  styleUrl: './admins-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AdminsTable {
  readonly admins = input.required<readonly AdminView[]>()
  /** How many there are, on whatever page. */
  readonly owners = input.required<number>()
  readonly apps = input.required<readonly AppView[]>()
  readonly change = output<AdminView>()
  readonly remove = output<AdminView>()
  readonly #session = inject(Session)

  protected isOneself({ id }: AdminView): boolean {
    return id === this.#session.admin()?.id
  }

  /** There is always one: who has it can't lose it. */
  protected isLastOwner({ role }: AdminView): boolean {
    return role === 'owner' && this.owners() === 1
  }

  protected appsOf({ apps }: AdminView): string {
    return appNames(apps, this.apps())
  }
}
