import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core'
import { ChatClientService, IconComponent } from '@parley/angular'
import { Look } from '../look/look'
import { NetworkSwitch } from '../server/network-switch'
import { Visit } from '../visit/visit'
import { EventLog } from './event-log'
import { EventsPanel } from './events-panel'
import { InspectorState } from './inspector-state'
import { TokenPanel } from './token-panel'

/** Behind the scenes: the connection, the token, and every event as it comes. */
@Component({
  selector: 'app-inspector',
  imports: [EventsPanel, IconComponent, TokenPanel],
  templateUrl: './inspector.html',
  styleUrl: './inspector.css',
  host: { role: 'complementary', '[attr.aria-label]': 't().inspector' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Inspector {
  protected readonly t = inject(Look).words
  protected readonly state = inject(InspectorState)
  protected readonly chat = inject(ChatClientService)
  protected readonly network = inject(NetworkSwitch)
  protected readonly visit = inject(Visit)
  readonly #log = inject(EventLog)
  protected readonly connectionId = computed(() => {
    // Another one after every loss.
    this.chat.connectionState()
    return this.chat.chatClient?.connectionId
  })
  protected readonly isEnded = computed(() => this.chat.connectionProblem()?.kind === 'closed')
  /** What the newest thing that happened to the connection means. */
  protected readonly explained = computed(() => this.#explained())

  #explained(): string {
    const { explain, cutExplained } = this.t()
    if (this.network.isCut()) return cutExplained
    const state = this.chat.connectionState()
    const problem = this.chat.connectionProblem()
    if (problem) return `${explain[`connection.${problem.kind}`]} ${problem.error.message}`
    const told = this.#log
      .events()
      .find(({ type }) => type.startsWith('connection.') || type === 'user.upgraded')
    return (told && told.type !== 'connection.changed' && explain[told.type]) || explain[state] || ''
  }
}
