import { CdkMenuItem } from '@angular/cdk/menu'
import { booleanAttribute, ChangeDetectionStrategy, Component, input } from '@angular/core'

/** One thing to do in a menu; `chosen` says that it is to be done. */
@Component({
  selector: 'button[parleyMenuItem]',
  hostDirectives: [
    {
      directive: CdkMenuItem,
      inputs: ['cdkMenuItemDisabled: disabled'],
      outputs: ['cdkMenuItemTriggered: chosen'],
    },
  ],
  host: { class: 'parley-menu-item', '[class.parley-menu-item-danger]': 'danger()' },
  template: `
    <ng-content select="[slot=icon], parley-icon" />
    <span class="label"><ng-content /></span>
  `,
  styleUrl: './menu-item-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MenuItemComponent {
  /** It takes something away for good. */
  readonly danger = input(false, { transform: booleanAttribute })
}
