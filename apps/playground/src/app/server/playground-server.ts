import { Injectable, inject, signal } from '@angular/core'
import { NetworkSwitch } from './network-switch'

/** Somebody of the demo whom a visitor may be. */
export interface DemoUser {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly image: string
}

/** What an open playground tells. */
export interface OpenConfig {
  readonly open: true
  readonly version: string
  readonly api_key: string
  /** True: development tokens are refused. */
  readonly auth_checks: boolean
  readonly users: readonly DemoUser[]
  readonly public_channel: string
}

interface ClosedConfig {
  readonly open: false
  readonly version: string
  readonly reason: 'starting' | 'production' | 'suspended'
  readonly message: string
}

/** What is known of the server. */
export type ServerState =
  | { readonly kind: 'loading' }
  /** It does not answer. */
  | { readonly kind: 'unreachable' }
  /** It answers something else than a playground's server does. */
  | { readonly kind: 'other' }
  | { readonly kind: 'closed'; readonly config: ClosedConfig }
  | { readonly kind: 'open'; readonly config: OpenConfig }

/** An answer that says no; `message` is the server's. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
}

/** The server's endpoints for this page, which are no part of its API. */
@Injectable({ providedIn: 'root' })
export class PlaygroundServer {
  readonly state = signal<ServerState>({ kind: 'loading' })
  /** Whether the server became another version since this page was loaded. */
  readonly isChanged = signal(false)
  readonly #network = inject(NetworkSwitch)
  #version: string | undefined

  /** Asks how things are; again after a failure, and when a connection came back. */
  async load(): Promise<void> {
    const state = await this.#ask().catch((error: unknown): ServerState => {
      return { kind: error instanceof RefusedError ? 'other' : 'unreachable' }
    })
    if (state.kind === 'open' || state.kind === 'closed') {
      this.#version ??= state.config.version
      this.isChanged.set(this.#version !== state.config.version)
    }
    // Whoever is chatting stays: the SDK says what is wrong with the connection.
    const isWorse = state.kind === 'unreachable' && this.state().kind === 'open'
    if (!isWorse) this.state.set(state)
  }

  /** A real token of a user of the demo. @throws RefusedError */
  async token(userId: string, seconds: number): Promise<string> {
    const reply = await this.#call('token', { user_id: userId, expires_in_seconds: seconds })
    return String(reply.token)
  }

  /** Revokes all tokens of a user of the demo. @throws RefusedError */
  async revoke(userId: string): Promise<void> {
    await this.#call('revoke', { user_id: userId })
  }

  async #ask(): Promise<ServerState> {
    const config = await this.#call('config')
    if (config.open === true && typeof config.api_key === 'string' && Array.isArray(config.users)) {
      return { kind: 'open', config: config as unknown as OpenConfig }
    }
    if (config.open === false) return { kind: 'closed', config: config as unknown as ClosedConfig }
    return { kind: 'other' }
  }

  async #call(name: string, body?: object): Promise<Record<string, unknown>> {
    const init = body && {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }
    const response = await this.#network.fetch(`/playground/${name}`, init)
    const reply = (await response.json().catch(() => ({}))) as Record<string, unknown>
    if (!response.ok)
      throw new RefusedError(String(reply.message ?? `the server answered ${response.status}`))
    return reply
  }
}
