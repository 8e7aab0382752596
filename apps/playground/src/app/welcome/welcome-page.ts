import { ChangeDetectionStrategy, Component, computed, DOCUMENT, inject, signal } from '@angular/core'
import { AvatarComponent, IconComponent } from '@parley/angular'
import { CopyCode } from '../code/copy-code'
import { Brand } from '../look/brand'
import { Look } from '../look/look'
import { LookMenu } from '../look/look-menu'
import { PlaygroundServer } from '../server/playground-server'
import { Address } from '../visit/address'
import type { Identity, TokenKind } from '../visit/identity'
import { snippetsFor } from './snippets'

/** Who to be, and how to connect like that in an app of one's own. */
@Component({
  selector: 'app-welcome-page',
  imports: [AvatarComponent, Brand, CopyCode, IconComponent, LookMenu],
  templateUrl: './welcome-page.html',
  styleUrl: './welcome-page.css',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class WelcomePage {
  protected readonly t = inject(Look).words
  protected readonly kind = signal<Identity['kind']>('user')
  protected readonly userId = signal('')
  protected readonly token = signal<TokenKind>('provider')
  protected readonly name = signal('')
  protected readonly isNameMissing = signal(false)
  protected readonly sdk = signal<'angular' | 'typescript'>('angular')
  protected readonly config = computed(() => {
    const state = this.#server.state()
    return state.kind === 'open' ? state.config : undefined
  })
  protected readonly users = computed(() => this.config()?.users ?? [])
  protected readonly user = computed(
    () => this.users().find(({ id }) => id === this.userId()) ?? this.users()[0],
  )
  protected readonly mayUseDevelopmentTokens = computed(() => this.config()?.auth_checks === false)
  protected readonly code = computed(() => this.#snippets()[this.sdk()])
  protected readonly ways = computed(() => {
    const t = this.t()
    return [
      { kind: 'user', icon: 'key', title: t.asUser, text: t.asUserText },
      { kind: 'guest', icon: 'user', title: t.asGuest, text: t.asGuestText },
      { kind: 'anonymous', icon: 'eye', title: t.asAnonymous, text: t.asAnonymousText },
    ] as const
  })
  protected readonly tokens = computed(() => {
    const t = this.t()
    return [
      { kind: 'provider', title: t.tokenProvider, text: t.tokenProviderText },
      { kind: 'static', title: t.tokenStatic, text: t.tokenStaticText },
      { kind: 'development', title: t.tokenDevelopment, text: t.tokenDevelopmentText },
    ] as const
  })
  readonly #server = inject(PlaygroundServer)
  readonly #address = inject(Address)
  readonly #window = inject(DOCUMENT).defaultView

  protected setName(event: Event): void {
    this.name.set((event.target as HTMLInputElement).value)
    this.isNameMissing.set(false)
  }

  protected start(field?: HTMLInputElement): void {
    const identity = this.#identity()
    if (identity) {
      this.#address.go({ identity })
      return
    }
    this.isNameMissing.set(this.kind() === 'guest')
    field?.focus()
  }

  /** Undefined while something is missing. */
  #identity(): Identity | undefined {
    const kind = this.kind()
    if (kind === 'anonymous') return { kind }
    const name = this.name().trim()
    if (kind === 'guest') return name ? { kind, name } : undefined
    const user = this.user()
    return user && { kind, id: user.id, token: this.token() }
  }

  #snippets() {
    const example: Identity = { kind: 'guest', name: 'Eve' }
    const identity = this.#identity() ?? example
    const name =
      identity.kind === 'user' ? (this.user()?.name ?? '') : identity.kind === 'guest' ? identity.name : ''
    const baseURL = this.#window?.location.origin ?? ''
    return snippetsFor(identity, name, { apiKey: this.config()?.api_key ?? '', baseURL })
  }
}
