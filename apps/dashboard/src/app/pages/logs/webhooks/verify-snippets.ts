import { ChangeDetectionStrategy, Component } from '@angular/core'
import { MatTabsModule } from '@angular/material/tabs'
import { CodeBlock } from '../../../ui/code-block'
import { VERIFY_SNIPPETS } from './verify-snippets-code'

/** How a backend finds out that a request came from here. */
@Component({
  selector: 'app-verify-snippets',
  imports: [CodeBlock, MatTabsModule],
  template: `
    <mat-tab-group animationDuration="0ms" mat-stretch-tabs="false" mat-align-tabs="start">
      @for (snippet of snippets; track snippet.language) {
        <mat-tab [label]="snippet.language">
          <div class="body"><app-code [code]="snippet.code" [what]="'the ' + snippet.language + ' snippet'" /></div>
        </mat-tab>
      }
    </mat-tab-group>
  `,
  styles: '.body { padding-block-start: 12px }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class VerifySnippets {
  protected readonly snippets = VERIFY_SNIPPETS
}
