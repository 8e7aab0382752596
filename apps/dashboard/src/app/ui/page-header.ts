import { ChangeDetectionStrategy, Component, input } from '@angular/core'

/** The top of every page: its name, a sentence on what it is for, and what can be done (slotted). */
@Component({
  selector: 'app-page-header',
  template: `
    <div class="words">
      <h1>{{ heading() }}</h1>
      @if (lead()) {
        <p class="muted">{{ lead() }}</p>
      }
    </div>
    <div class="actions"><ng-content /></div>
  `,
  styleUrl: './page-header.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PageHeader {
  readonly heading = input.required<string>()
  readonly lead = input('')
}
