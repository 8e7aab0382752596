import { ChangeDetectionStrategy, Component, input } from '@angular/core'
import { CopyButton } from './copy-button'

/** Code to be read and copied. */
@Component({
  selector: 'app-code',
  imports: [CopyButton],
  template: `
    <!-- A box that scrolls can be reached by the keyboard. -->
    <pre tabindex="0" role="region" [attr.aria-label]="what()"><code>{{ code() }}</code></pre>
    <app-copy [text]="code()" [what]="what()" />
  `,
  styleUrl: './code-block.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CodeBlock {
  readonly code = input.required<string>()
  /** Names it for screen readers: "the TypeScript snippet". */
  readonly what = input('the code')
}
