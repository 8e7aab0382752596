import { ChangeDetectionStrategy, Component, inject, resource } from '@angular/core'
import { Router } from '@angular/router'
import { ChatApi } from '../../api/chat-api'
import { CurrentApp } from '../../api/current-app'
import type { Suggestion } from '../../tokens/subject-step'
import { TokenDraft } from '../../tokens/token-draft'
import { TokenGenerator } from '../../tokens/token-generator'
import { PageHeader } from '../../ui/page-header'
import { OwnSecret } from './own-secret'
import { TokenHandover } from './token-handover'
import { TokensTabs } from './tokens-tabs'

const TYPING_MS = 250
const SHOWN = 8

/** The token generator, where the app's own secret and users are at hand. */
@Component({
  imports: [OwnSecret, PageHeader, TokenGenerator, TokensTabs],
  templateUrl: './tokens-page.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TokensPage {
  protected readonly app = inject(CurrentApp)
  protected readonly draft = new TokenDraft()
  protected readonly origin = location.origin
  readonly #chat = inject(ChatApi)
  readonly #router = inject(Router)
  readonly #handover = inject(TokenHandover)

  /** Users whose id begins like what is typed; none is as good as not being asked. */
  protected readonly users = resource({
    params: () => (this.draft.userIdProblem() === undefined ? this.draft.userId() : undefined),
    loader: ({ params, abortSignal }) => this.#suggest(params, abortSignal),
    defaultValue: [],
  })

  protected async inspect(token: string): Promise<void> {
    this.#handover.give(token)
    await this.#router.navigate(['/apps', this.app.key(), 'tokens', 'inspect'])
  }

  async #suggest(begin: string, abortSignal: AbortSignal): Promise<readonly Suggestion[]> {
    await new Promise(resolve => setTimeout(resolve, TYPING_MS))
    if (abortSignal.aborted) return []
    const filter_conditions = begin === '' ? {} : { id: { $autocomplete: begin } }
    const query = { filter_conditions, limit: SHOWN }
    const { users } = await this.#chat.get<{ users: { id: string; name?: string }[] }>('/users', query)
    return users.map(({ id, name }) => ({ id, name: name ?? '' }))
  }
}
