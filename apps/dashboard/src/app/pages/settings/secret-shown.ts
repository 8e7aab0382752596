import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'
import { serverAddress } from '../../api/server-address'
import { CodeBlock } from '../../ui/code-block'
import { CopyButton } from '../../ui/copy-button'
import { Icon } from '../../ui/icon'

/** An API key with its secret in the clear, ready for a backend. */
@Component({
  selector: 'app-secret-shown',
  imports: [CodeBlock, CopyButton, Icon],
  template: `
    <p class="care"><app-icon name="lock" /> The secret signs tokens: who has it can be anybody. Keep it on your backend, never in a page or an app.</p>
    <div class="secret">
      <span class="muted">Secret</span>
      <code tabindex="0" role="region" aria-label="The secret">{{ secret() }}</code>
      <app-copy [text]="secret()" what="the secret" />
    </div>
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
