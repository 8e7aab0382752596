import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { IconComponent, type IconName } from '@parley/angular'
import { CopyCode } from '../code/copy-code'
import { Brand } from '../look/brand'
import { Look } from '../look/look'
import { PlaygroundServer } from './playground-server'

interface Shown {
  readonly icon: IconName
  readonly title: string
  readonly text: string
  readonly command?: string
}

/** What is shown when there is nothing to chat with: why, and what to do. */
@Component({
  selector: 'app-server-page',
  imports: [Brand, CopyCode, IconComponent],
  templateUrl: './server-page.html',
  styleUrl: './server-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ServerPage {
  protected readonly server = inject(PlaygroundServer)
  protected readonly t = inject(Look).words
  protected readonly shown = computed(() => this.#shown())

  #shown(): Shown | undefined {
    const t = this.t()
    const state = this.server.state()
    if (state.kind === 'unreachable')
      return { icon: 'wifi-off', title: t.unreachableTitle, text: t.unreachableText, command: 'npm start' }
    if (state.kind === 'other') return { icon: 'warning', title: t.otherTitle, text: t.otherText }
    if (state.kind !== 'closed') return undefined
    const { reason } = state.config
    if (reason === 'starting') return { icon: 'clock', title: t.startingTitle, text: t.closedStarting }
    const isProduction = reason === 'production'
    return {
      icon: 'lock',
      title: t.closedTitle,
      text: isProduction ? t.closedProduction : t.closedSuspended,
      command: `npx parley app set ${isProduction ? '--mode development' : '--resume'}`,
    }
  }
}
