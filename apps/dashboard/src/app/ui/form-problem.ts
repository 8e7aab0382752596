import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { Icon } from './icon'
import { sentence } from './sentence'

/** Why a form was not taken; nothing for ''. */
@Component({
  selector: 'app-form-problem',
  imports: [Icon],
  template: `
    <div role="alert">
      @if (told(); as told) {
        <p class="callout danger"><app-icon name="warning" /> {{ told }}</p>
      }
    </div>
  `,
  styleUrl: './form-problem.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormProblem {
  readonly text = input.required<string>()
  protected readonly told = computed(() => sentence(this.text()))
}
