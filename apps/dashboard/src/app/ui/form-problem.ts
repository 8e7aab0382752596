import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { Icon } from './icon'

/** Why a form was not taken; nothing for ''. */
@Component({
  selector: 'app-form-problem',
  imports: [Icon],
  template: `
    <div role="alert">
      @if (text(); as text) {
        <p><app-icon name="warning" /> {{ text }}</p>
      }
    </div>
  `,
  styleUrl: './form-problem.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormProblem {
  readonly text = input.required<string>()
}
