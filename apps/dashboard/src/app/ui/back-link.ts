import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import { Icon } from './icon'

/** From the page of one thing to the list of all: `<app-back to="..">Channel types</app-back>`. */
@Component({
  selector: 'app-back',
  imports: [Icon, RouterLink],
  template: '<a [routerLink]="to()"><app-icon name="back" /> <ng-content /></a>',
  styleUrl: './back-link.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class BackLink {
  readonly to = input.required<string | readonly string[]>()
}
