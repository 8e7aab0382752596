import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { RouterLink } from '@angular/router'
import type { AppView } from '../../api/types'
import { Icon } from '../../ui/icon'
import type { IconName } from '../../ui/icon-paths'

interface QuickLink {
  readonly path: string
  readonly icon: IconName
  readonly label: string
  readonly text: string
}

const LINKS: readonly QuickLink[] = [
  { path: 'tokens', icon: 'token', label: 'Make a token', text: 'for one user' },
  { path: 'users', icon: 'people', label: 'Users', text: 'find, edit, ban' },
  { path: 'channels', icon: 'channel', label: 'Channels', text: 'read along, tidy up' },
  { path: 'logs', icon: 'list', label: 'Logs', text: 'what was refused' },
]

/** Where people go from here. */
@Component({
  selector: 'app-quick-links',
  imports: [Icon, RouterLink],
  template: `
    @for (link of links; track link.path) {
      <a [routerLink]="['/apps', app().api_key, link.path]">
        <app-icon [name]="link.icon" />
        <span>{{ link.label }}<small class="muted">{{ link.text }}</small></span>
      </a>
    }
    @if (hasPlayground()) {
      <a href="/" target="_blank" rel="noopener">
        <app-icon name="play" />
        <span>Playground<small class="muted">a chat to try</small></span>
      </a>
    }
  `,
  styleUrl: './quick-links.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class QuickLinks {
  readonly app = input.required<AppView>()
  readonly hasPlayground = input(false)
  protected readonly links = LINKS
}
