import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core'

const PARTS = ['header', 'payload', 'signature'] as const

/** A token in full, its three parts in colours. */
@Component({
  selector: 'app-token-text',
  template: `
    <output class="mono" tabindex="0" aria-label="The token">
      @for (part of parts(); track $index) {<!--
        -->@if ($index > 0) {<span class="dot">.</span>}<span [class]="part.kind">{{ part.text }}</span><!--
      -->}
    </output>
  `,
  styleUrl: './token-text.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokenText {
  readonly token = input.required<string>()
  protected readonly parts = computed(() =>
    this.token()
      .split('.')
      .map((text, at) => ({ text, kind: PARTS[at] ?? 'signature' })),
  )
}
