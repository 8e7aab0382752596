import { ChangeDetectionStrategy, Component, computed, input, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { MatFormFieldModule } from '@angular/material/form-field'
import { MatInput } from '@angular/material/input'
import { Icon } from '../ui/icon'
import type { TokenDraft } from './token-draft'

/** The first step: the secret that the token is signed with. */
@Component({
  selector: 'app-secret-step',
  imports: [Icon, MatButton, MatFormFieldModule, MatInput],
  templateUrl: './secret-step.html',
  styleUrl: './step.css',
  host: { class: 'card' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SecretStep {
  readonly draft = input.required<TokenDraft>()
  protected readonly isShown = signal(false)
  /** What was pasted may be something else. */
  protected readonly doubt = computed(() => {
    const secret = this.draft().secret()
    if (secret !== secret.trim()) return 'White space around it was left out.'
    if (/^eyJ[\w-]*\.[\w-]+\.[\w-]*$/.test(secret))
      return 'This looks like a token. The secret is what tokens are signed with.'
    return /\s/.test(secret) ? 'There is white space in it: secrets have none.' : ''
  })

  protected typed(secret: string): void {
    this.draft().secret.set(secret)
    this.draft().secretId.set(undefined)
  }
}
