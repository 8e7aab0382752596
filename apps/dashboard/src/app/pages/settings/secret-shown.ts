import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { serverAddress } from '../../api/server-address'
import { CodeBlock } from '../../ui/code-block'
import { Icon } from '../../ui/icon'

/** An API key with its secret in the clear, ready for a backend. */
@Component({
  selector: 'app-secret-shown',
  imports: [CodeBlock, Icon],
  template: `
    <p class="care"><app-icon name="lock" /> The secret signs tokens: who has it can be anybody. Keep it on your backend, never in a page or an app.</p>
    <app-code [code]="environment()" what="the environment of your backend" />
  `,
  styleUrl: './secret-shown.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecretShown {
  readonly apiKey = input.required<string>()
  readonly secret = input.required<string>()
  readonly #address = serverAddress()
  protected readonly environment = computed(() =>
    [
      `PARLEY_URL=${this.#address}`,
      `PARLEY_API_KEY=${this.apiKey()}`,
      `PARLEY_API_SECRET=${this.secret()}`,
    ].join('\n'),
  )
}
