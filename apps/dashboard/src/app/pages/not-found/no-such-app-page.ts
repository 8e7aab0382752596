import { ChangeDetectionStrategy, Component } from '@angular/core'
import { RouterLink } from '@angular/router'
import { EmptyState } from '../../ui/empty-state'

@Component({
  imports: [EmptyState, RouterLink],
  template: `
    <app-empty isPage icon="apps" heading="There is no such app here">
      <p>No app has this API key, it was deleted, or it is not yours to see: an owner can give you access under Admins.</p>
      <a routerLink="/">To your apps</a>
    </app-empty>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NoSuchAppPage {}
