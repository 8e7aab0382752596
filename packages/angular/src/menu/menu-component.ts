import { CdkMenu } from '@angular/cdk/menu'
import { ChangeDetectionStrategy, Component } from '@angular/core'
import { useTheme } from '../theme/use-theme'

/** A list of things to do. Stands in a template that `parleyMenuFor` opens. */
@Component({
  selector: 'parley-menu',
  hostDirectives: [CdkMenu],
  host: { class: 'parley-root parley-panel' },
  template: '<ng-content />',
  styleUrl: './menu-component.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MenuComponent {
  constructor() {
    useTheme()
  }
}
