import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { Session } from '../../session/session'
import { EmptyState } from '../../ui/empty-state'
import { PageHeader } from '../../ui/page-header'
import { AuditLog } from './audit-log'

/** What was changed and by whom, for owners and admins. */
@Component({
  imports: [AuditLog, EmptyState, PageHeader],
  template: `
    <app-page-header
      heading="Audit log"
      lead="Every change that was made here: who, when, from where, and what was before. Secrets are not in it. It is kept for good."
    />
    @if (session.may('admin')) {
      <app-audit-log />
    } @else {
      <app-empty icon="lock" heading="Viewers don’t see the audit log">
        <p>It takes an admin, for the apps that are theirs, or an owner, for everything. An owner can change what you may do, under Admins.</p>
      </app-empty>
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AuditPage {
  protected readonly session = inject(Session)
}
