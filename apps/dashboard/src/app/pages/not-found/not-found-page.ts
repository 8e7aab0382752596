import { ChangeDetectionStrategy, Component } from '@angular/core'
import { RouterLink } from '@angular/router'
import { EmptyState } from '../../ui/empty-state'

@Component({
  imports: [EmptyState, RouterLink],
  template: `
    <app-empty isPage icon="search" heading="There is no such page">
      <p>The address may be mistyped, or of another version of the dashboard.</p>
      <a routerLink="/">To your apps</a>
    </app-empty>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NotFoundPage {}
