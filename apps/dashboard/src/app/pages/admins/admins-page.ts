import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Session } from '../../session/session'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { Admins } from './admins'

/** Who may sign in, for owners. */
@Component({
  imports: [Admins, EmptyState, PageHeader],
  template: `
    @if (session.may('owner')) {
      <app-admins />
    } @else {
      <app-page-header heading="Admins" />
      <app-empty icon="lock" heading="Only owners see and change who may sign in">
        <p>You are {{ session.admin()?.role === 'admin' ? 'an admin' : 'a viewer' }}. Ask an owner to invite somebody, or to change what you may do.</p>
      </app-empty>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AdminsPage {
  protected readonly session = inject(Session)
}
