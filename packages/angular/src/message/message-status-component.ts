import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core'
import { userName } from '../format/user-name'
import { IconComponent } from '../icon/icon-component'
import type { IconName } from '../icon/icon-paths'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { Receipt } from './receipt'

const ICONS: Readonly<Record<Receipt['state'], IconName>> = {
  sending: 'clock',
  failed: 'warning',
  sent: 'check',
  delivered: 'check-double',
  read: 'check-double',
}

/** What became of one's own message: on its way, sent, delivered, read by whom. */
@Component({
  selector: 'parley-message-status',
  imports: [IconComponent],
  template: `
    <span class="parley-hidden">{{ label() }}</span>
    <parley-icon [name]="icon()" [size]="16" />
    @if (receipt().readers.length > 1) {
      <span class="count" aria-hidden="true">{{ receipt().readers.length }}</span>
    }
  `,
  styleUrl: './message-status-component.css',
  host: { '[class]': 'receipt().state', '[title]': 'label()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageStatusComponent {
  readonly receipt = input.required<Receipt>()

  protected readonly t = inject(TranslationService).texts
  protected readonly icon = computed(() => ICONS[this.receipt().state])
  protected readonly label = computed(() => {
    const { state, readers } = this.receipt()
    return state === 'read' ? this.t().readBy(readers.map(userName)) : this.t().messageStatus[state]
  })

  constructor() {
    useTheme()
  }
}
