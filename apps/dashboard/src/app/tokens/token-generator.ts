import { ChangeDetectionStrategy, Component, computed, effect, input, output, signal } from '@angular/core'
import { MatButton } from '@angular/material/button'
import { CopyButton } from '../ui/copy-button'
import { Icon } from '../ui/icon'
import { Snippets } from '../ui/snippets'
import { DecodedToken } from './decoded-token'
import { ExpiryStep } from './expiry-step'
import { SecretStep } from './secret-step'
import { canSign, signToken } from './sign-token'
import { snippetsFor } from './snippets/snippets'
import { SubjectStep, type Suggestion } from './subject-step'
import { TokenDraft } from './token-draft'
import { TokenText } from './token-text'

/**
 * The four steps to a token: secret, user, expiration, copy. It is made here, by the browser: nothing of
 * this component talks to a server. What stands inside of it belongs to the first step.
 */
@Component({
  selector: 'app-token-generator',
  imports: [
    CopyButton,
    DecodedToken,
    ExpiryStep,
    Icon,
    MatButton,
    SecretStep,
    Snippets,
    SubjectStep,
    TokenText,
  ],
  templateUrl: './token-generator.html',
  styleUrl: './token-generator.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokenGenerator {
  /** What the code on the page is filled in with. */
  readonly apiKey = input('')
  readonly baseUrl = input('')
  /** Users whose id begins like what is typed, where somebody knows them. */
  readonly suggestions = input<readonly Suggestion[]>([])
  readonly draft = input(new TokenDraft())
  readonly canInspect = input(false)
  readonly inspect = output<string>()

  protected readonly canSign = canSign()
  protected readonly token = signal<string | undefined>(undefined)
  protected readonly snippets = computed(() => {
    const draft = this.draft()
    const userId = draft.kind() === 'user' ? draft.userId() : undefined
    return snippetsFor({ apiKey: this.apiKey(), baseUrl: this.baseUrl(), token: this.token() ?? '', userId })
  })
  #round = 0

  constructor() {
    effect(() => void this.#sign(this.draft()))
  }

  /** Signing takes a moment: whatever was typed meanwhile counts. */
  async #sign(draft: TokenDraft): Promise<void> {
    const round = ++this.#round
    const claims = draft.claims()
    const [secret, secretId] = [draft.trimmedSecret(), draft.secretId()]
    const token = claims && this.canSign ? await signToken(secret, claims, secretId) : undefined
    if (round === this.#round) this.token.set(token)
  }
}
