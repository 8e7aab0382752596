import { ChangeDetectionStrategy, Component, input, output } from '@angular/core'
import { MatButton } from '@angular/material/button'
import type { AppView } from '../../api/types'
import { EmptyState } from '../../ui/empty-state'
import { TimeText } from '../../ui/time-text'
import type { InvitationView } from './admin-types'
import { appNames } from './app-names'

@Component({
  selector: 'app-invitations-table',
  imports: [EmptyState, MatButton, TimeText],
  templateUrl: './invitations-table.html',
  host: { class: 'stack' },
  styleUrl: './admins-table.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InvitationsTable {
  readonly invitations = input.required<readonly InvitationView[]>()
  readonly apps = input.required<readonly AppView[]>()
  readonly cancel = output<InvitationView>()
  protected readonly appNames = appNames
}
