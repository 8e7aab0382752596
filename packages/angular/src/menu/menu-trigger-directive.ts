import { CdkMenuTrigger } from '@angular/cdk/menu'
import { Directive, effect, inject, input } from '@angular/core'
import { type PopoverSide, positionsFor } from './popover-position'

/**
 * Opens a menu beside its button: by click, Enter, Space or the down arrow.
 *
 * @example
 * <button [parleyMenuFor]="actions" aria-label="More">…</button>
 * <ng-template #actions>
 *   <parley-menu>
 *     <button parleyMenuItem (chosen)="edit()"><parley-icon name="edit" /> Edit</button>
 *   </parley-menu>
 * </ng-template>
 */
@Directive({
  selector: '[parleyMenuFor]',
  exportAs: 'parleyMenu',
  hostDirectives: [
    {
      directive: CdkMenuTrigger,
      inputs: ['cdkMenuTriggerFor: parleyMenuFor', 'cdkMenuTriggerData: parleyMenuData'],
      outputs: ['cdkMenuOpened: parleyMenuOpened', 'cdkMenuClosed: parleyMenuClosed'],
    },
  ],
})
export class MenuTriggerDirective {
  /** Where it opens when there is room. */
  readonly side = input<PopoverSide>('below', { alias: 'parleyMenuSide' })
  readonly #trigger = inject(CdkMenuTrigger)

  constructor() {
    effect(() => {
      this.#trigger.menuPosition = positionsFor(this.side())
    })
  }

  /** Opens the menu. */
  open(): void {
    this.#trigger.open()
  }

  /** Closes the menu. */
  close(): void {
    this.#trigger.close()
  }

  /** Whether it is open. */
  isOpen(): boolean {
    return this.#trigger.isOpen()
  }
}
