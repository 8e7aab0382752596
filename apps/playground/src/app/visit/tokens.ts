import { Injectable, inject, signal } from '@angular/core'
import { ChatClient, type TokenOrProvider } from '@parley/client'
import { NetworkSwitch } from '../server/network-switch'
import { PlaygroundServer } from '../server/playground-server'
import type { TokenKind } from './identity'

/** Seconds that tokens live: as a backend would have it, and for watching them end. */
export const LONG_SECONDS = 600
export const SHORT_SECONDS = 10

/** What a token says of itself. */
export interface TokenFacts {
  readonly text: string
  readonly claims: Readonly<Record<string, unknown>>
  /** Undefined when it does not end. */
  readonly expiresAtMs: number | undefined
  readonly isDevelopment: boolean
}

/** The tokens of this visit. */
@Injectable({ providedIn: 'root' })
export class Tokens {
  readonly #server = inject(PlaygroundServer)
  readonly #network = inject(NetworkSwitch)
  /** How long the next ones live. */
  readonly seconds = signal(LONG_SECONDS)

  /** What `init` takes for a user of the demo. */
  async for(userId: string, kind: TokenKind): Promise<TokenOrProvider> {
    const load = async () => this.#note(await this.#server.token(userId, this.seconds()))
    if (kind === 'provider') return load
    return kind === 'static' ? load() : this.#note(ChatClient.devToken(userId))
  }

  #note(token: string): string {
    this.#network.token.set(token)
    return token
  }
}

/** Undefined for what is no token. */
export function factsOf(token: string | undefined): TokenFacts | undefined {
  if (!token) return undefined
  const [, payload = '', signature] = token.split('.')
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), c =>
      c.charCodeAt(0),
    )
    const claims = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
    const exp = claims.exp
    return {
      text: token,
      claims,
      expiresAtMs: typeof exp === 'number' ? exp * 1000 : undefined,
      isDevelopment: signature === 'devtoken',
    }
  } catch {
    return undefined
  }
}
