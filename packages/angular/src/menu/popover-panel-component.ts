import { CdkTrapFocus } from '@angular/cdk/a11y'
import { NgTemplateOutlet } from '@angular/common'
import { ChangeDetectionStrategy, Component, signal, type TemplateRef } from '@angular/core'
import { useTheme } from '../theme/use-theme'
import type { PopoverContext } from './popover-directive'

/** The box that a popover opens. */
@Component({
  selector: 'parley-popover-panel',
  imports: [CdkTrapFocus, NgTemplateOutlet],
  template: `
    <div
      class="parley-panel"
      role="dialog"
      cdkTrapFocus
      [cdkTrapFocusAutoCapture]="true"
      [attr.aria-label]="label()"
    >
      @if (content(); as shown) {
        <ng-container [ngTemplateOutlet]="shown" [ngTemplateOutletContext]="context()" />
      }
    </div>
  `,
  styleUrl: './popover-panel-component.css',
  host: { class: 'parley-root' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PopoverPanelComponent {
  readonly label = signal('')
  readonly content = signal<TemplateRef<PopoverContext> | undefined>(undefined)
  readonly context = signal<PopoverContext | null>(null)

  constructor() {
    useTheme()
  }
}
