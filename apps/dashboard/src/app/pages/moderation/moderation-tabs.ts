import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import { CurrentApp } from '../../api/current-app'

/** The three pages of moderation. */
@Component({
  selector: 'app-moderation-tabs',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav class="tabs" aria-label="Moderation">
      @for (tab of tabs; track tab.path) {
        <a
          [routerLink]="['/apps', key].concat(tab.path)"
          routerLinkActive
          [routerLinkActiveOptions]="{ exact: true }"
          ariaCurrentWhenActive="page"
          >{{ tab.label }}</a
        >
      }
    </nav>
  `,
  styleUrl: './moderation-tabs.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ModerationTabs {
  protected readonly key = inject(CurrentApp).key()
  protected readonly tabs = [
    { label: 'Queue', path: ['moderation'] },
    { label: 'Bans', path: ['moderation', 'bans'] },
    { label: 'Blocklists', path: ['moderation', 'blocklists'] },
  ]
}
