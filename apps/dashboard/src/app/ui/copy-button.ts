import { LiveAnnouncer } from '@angular/cdk/a11y'
import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { Icon } from './icon'

const SHOWN_MS = 2_000

const WORDS = { idle: 'Copy', copied: 'Copied', failed: 'Select and copy by hand:' }

/** Puts a text on the clipboard, and says so. `what` names it for screen readers: "the API key". */
@Component({
  selector: 'app-copy',
  imports: [Icon, MatButton],
  template: `
    <button [matButton]="prominent() ? 'filled' : 'text'" type="button" [attr.aria-label]="words() + ' ' + what()" (click)="copy()">
      <app-icon [name]="state() === 'copied' ? 'check' : 'copy'" />
      {{ words() }}
    </button>
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CopyButton {
  readonly text = input.required<string>()
  readonly what = input.required<string>()
  /** The one thing to do here. */
  readonly prominent = input(false)
  protected readonly state = signal<'idle' | 'copied' | 'failed'>('idle')
  protected readonly words = computed(() => WORDS[this.state()])
  readonly #announcer = inject(LiveAnnouncer)
  #timer: ReturnType<typeof setTimeout> | undefined

  protected async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.text())
      this.state.set('copied')
      void this.#announcer.announce(`Copied ${this.what()}`)
    } catch {
      // Without https the browser has no clipboard for pages.
      this.state.set('failed')
    }
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.state.set('idle'), SHOWN_MS)
  }
}
