import { ChangeDetectionStrategy, Component, computed, DOCUMENT, inject, input, signal } from '@angular/core'
import { IconComponent } from '@parley/angular'
import { Look } from '../look/look'
import { type CodeLanguage, highlight } from './highlight'

const SAID_MS = 2_000

/** Code in colours, with a button that copies it. */
@Component({
  selector: 'app-copy-code',
  imports: [IconComponent],
  templateUrl: './copy-code.html',
  styleUrl: './copy-code.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyCode {
  readonly code = input.required<string>()
  readonly language = input<CodeLanguage>('typescript')
  /** What it is, for screen readers. */
  readonly label = input.required<string>()
  protected readonly t = inject(Look).words
  protected readonly parts = computed(() => highlight(this.code(), this.language()))
  protected readonly result = signal<'copied' | 'refused' | undefined>(undefined)
  readonly #navigator = inject(DOCUMENT).defaultView?.navigator

  protected async copy(): Promise<void> {
    try {
      if (!this.#navigator?.clipboard) throw new Error('only pages over https and localhost may copy')
      await this.#navigator.clipboard.writeText(this.code())
      this.result.set('copied')
    } catch {
      this.result.set('refused')
    }
    setTimeout(() => this.result.set(undefined), SAID_MS)
  }
}
