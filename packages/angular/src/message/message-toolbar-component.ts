import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core'
import { IconComponent } from '../icon/icon-component'
import type { IconName } from '../icon/icon-paths'
import { MenuComponent } from '../menu/menu-component'
import { MenuItemComponent } from '../menu/menu-item-component'
import { MenuTriggerDirective } from '../menu/menu-trigger-directive'
import { PopoverDirective } from '../menu/popover-directive'
import { ReactionPickerComponent } from '../menu/reaction-picker-component'
import { TranslationService } from '../services/translation-service'
import { useTheme } from '../theme/use-theme'
import type { MessageAction } from './message-actions'

const ICONS: Readonly<Record<MessageAction, IconName>> = {
  react: 'emoji',
  reply: 'thread',
  quote: 'reply',
  edit: 'edit',
  copy: 'copy',
  pin: 'pin',
  unpin: 'unpin',
  'mark-unread': 'mail',
  flag: 'flag',
  mute: 'mute',
  unmute: 'unmute',
  retry: 'retry',
  delete: 'delete',
}

/** What can be done with a message: reactions and a reply at hand, everything else in a menu. */
@Component({
  selector: 'parley-message-toolbar',
  imports: [
    IconComponent,
    MenuComponent,
    MenuItemComponent,
    MenuTriggerDirective,
    PopoverDirective,
    ReactionPickerComponent,
  ],
  templateUrl: './message-toolbar-component.html',
  styleUrl: './message-toolbar-component.css',
  host: { class: 'parley-root parley-panel', role: 'toolbar', '[attr.aria-label]': 't().messageActions' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MessageToolbarComponent {
  /** What is offered, in the order of the menu. */
  readonly actions = input.required<readonly MessageAction[]>()
  /** Types of reactions that one has given. */
  readonly ownReactions = input<readonly string[]>([])
  /** Something else than a reaction was chosen. */
  readonly chosen = output<MessageAction>()
  /** The type of a reaction to give, or to take back. */
  readonly reacted = output<string>()
  /** A menu of it opened (true) or closed. */
  readonly opened = output<boolean>()

  protected readonly t = inject(TranslationService).texts
  protected readonly icons = ICONS
  protected readonly canReact = computed(() => this.actions().includes('react'))
  protected readonly canReply = computed(() => this.actions().includes('reply'))
  protected readonly inMenu = computed(() => this.actions().filter(action => action !== 'react'))

  constructor() {
    useTheme()
  }

  protected react(type: string, close: () => void): void {
    close()
    this.reacted.emit(type)
  }
}
