import { ChangeDetectionStrategy, Component } from '@angular/core'
import { PageHeader } from '../../ui/page-header'
import { PasswordCard } from './password-card'
import { ProfileCard } from './profile-card'
import { SecondFactorCard } from './second-factor-card'
import { SessionsCard } from './sessions-card'

/** What somebody sees and changes of their own account. */
@Component({
  imports: [PageHeader, PasswordCard, ProfileCard, SecondFactorCard, SessionsCard],
  template: `
    <app-page-header heading="Your account" lead="Who you are in this dashboard, and how it knows that it is you." />
    <div class="stack">
      <app-profile-card />
      <app-second-factor-card (changed)="sessions.reload()" />
      <app-password-card (changed)="sessions.reload()" />
      <app-sessions-card #sessions />
    </div>
  `,
  styleUrl: './account-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AccountPage {}
