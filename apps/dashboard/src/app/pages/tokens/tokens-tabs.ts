import { ChangeDetectionStrategy, Component, inject } from '@angular/core'
import { RouterLink, RouterLinkActive } from '@angular/router'
import { CurrentApp } from '../../api/current-app'

/** The two pages about tokens. */
@Component({
  selector: 'app-tokens-tabs',
  imports: [RouterLink, RouterLinkActive],
  template: `
    <nav aria-label="Tokens">
      <a [routerLink]="base" routerLinkActive="open" [routerLinkActiveOptions]="{ exact: true }" ariaCurrentWhenActive="page">Generate</a>
      <a [routerLink]="base.concat('inspect')" routerLinkActive="open" ariaCurrentWhenActive="page">Inspect</a>
    </nav>
  `,
  styleUrl: './tokens-tabs.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokensTabs {
  protected readonly base = ['/apps', inject(CurrentApp).key(), 'tokens']
}
