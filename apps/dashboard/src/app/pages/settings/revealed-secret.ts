import { ChangeDetectionStrategy, Component, DestroyRef, inject, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { CopyButton } from '../../ui/copy-button'

const SHOWN_SECONDS = 60

/** A secret in the clear, for a minute. */
@Component({
  selector: 'app-revealed-secret',
  imports: [CopyButton, MatButton],
  template: `
    <code tabindex="0" role="region" aria-label="The secret">{{ secret() }}</code>
    <span class="actions">
      <app-copy [text]="secret()" what="the secret" />
      <button mat-button type="button" (click)="hidden.emit()">Hide</button>
      <span class="muted left">hidden in {{ left() }} s</span>
    </span>
  `,
  styleUrl: './revealed-secret.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RevealedSecret {
  readonly secret = input.required<string>()
  readonly hidden = output()
  protected readonly left = signal(SHOWN_SECONDS)

  constructor() {
    const timer = setInterval(() => {
      this.left.update(left => left - 1)
      if (this.left() <= 0) this.hidden.emit()
    }, 1_000)
    inject(DestroyRef).onDestroy(() => clearInterval(timer))
  }
}
