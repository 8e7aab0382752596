import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { readToken } from './read-token'

/** A token's header and payload as they are, for who asks. */
@Component({
  selector: 'app-raw-token',
  template: `
    <details>
      <summary>Header and payload as they are</summary>
      @for (part of parts(); track part.label) {
        <p class="label">{{ part.label }}</p>
        <pre tabindex="0" role="region" [attr.aria-label]="part.label" [class]="part.label.toLowerCase()">{{ part.json }}</pre>
      }
    </details>
  `,
  styleUrl: './raw-token.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RawToken {
  readonly token = input.required<string>()
  protected readonly parts = computed(() => {
    const { header, claims } = readToken(this.token())
    return [
      { label: 'Header', json: show(header) },
      { label: 'Payload', json: show(claims) },
    ]
  })
}

function show(value: object | undefined): string {
  return value ? JSON.stringify(value, undefined, 2) : 'can’t be read'
}
