import { Injectable, inject, signal } from '@angular/core'
import { ChannelService, ChatClientService, NotificationService } from '@parley/angular'
import type { ChatError } from '@parley/client'
import { NetworkSwitch } from '../server/network-switch'
import { type OpenConfig, PlaygroundServer } from '../server/playground-server'
import { Address } from './address'
import { guestId, type Identity, isSame, type TokenKind } from './identity'
import { OpenChannel } from './open-channel'
import { LONG_SECONDS, Tokens } from './tokens'

/** How the visit stands: `failed` has an error. */
export type VisitState = 'nobody' | 'entering' | 'entered' | 'failed'

/** The current visit: who the visitor is, and how they become somebody else. */
@Injectable({ providedIn: 'root' })
export class Visit {
  readonly identity = signal<Identity | undefined>(undefined)
  readonly state = signal<VisitState>('nobody')
  readonly error = signal<ChatError | Error | undefined>(undefined)
  readonly #server = inject(PlaygroundServer)
  readonly #network = inject(NetworkSwitch)
  readonly #tokens = inject(Tokens)
  readonly #chat = inject(ChatClientService)
  readonly #channels = inject(ChannelService)
  readonly #open = inject(OpenChannel)
  readonly #notifications = inject(NotificationService)
  readonly #address = inject(Address)
  /** Another one after every change of mind: what an older one still has to do is not done. */
  #round = 0

  /** Enters as somebody; whoever was there leaves. The channel in the address is opened. */
  async enter(identity: Identity, { again = false } = {}): Promise<void> {
    if (!again && this.state() !== 'failed' && isSame(identity, this.identity())) return
    this.#round += 1
    const round = this.#round
    if (!again) this.#tokens.seconds.set(LONG_SECONDS)
    this.identity.set(identity)
    this.state.set('entering')
    this.error.set(undefined)
    this.#notifications.clear()
    try {
      await this.#leaveChat()
      if (round === this.#round) await this.#connect(identity)
      if (round === this.#round) await this.#open.load(identity)
      if (round === this.#round) this.state.set('entered')
    } catch (error) {
      if (round === this.#round) this.#fail(error)
    }
  }

  /** Connects the same visitor once more, after the server ended the connection. */
  async again(): Promise<void> {
    const { identity } = this.#address.place()
    this.#tokens.seconds.set(LONG_SECONDS)
    if (identity) await this.enter(identity, { again: true })
  }

  /** Connects the same user once more with tokens of another kind and length; the address does not keep it. */
  async withTokens(token: TokenKind, seconds: number): Promise<void> {
    const identity = this.identity()
    if (identity?.kind !== 'user') return
    this.#tokens.seconds.set(seconds)
    await this.enter({ ...identity, token }, { again: true })
  }

  /** Back to the choice of who to be. */
  async leave(): Promise<void> {
    this.#round += 1
    this.identity.set(undefined)
    this.state.set('nobody')
    this.error.set(undefined)
    this.#notifications.clear()
    await this.#leaveChat()
  }

  /**
   * A guest or the anonymous visitor becomes a user of the demo: on the same connection, in the same
   * channel, and a guest with everything they wrote.
   */
  async upgrade(userId: string): Promise<void> {
    const former = this.identity()
    const identity: Identity = { kind: 'user', id: userId, token: 'provider' }
    const round = this.#round
    await this.#chat.upgradeUser({ id: userId }, await this.#tokens.for(userId, 'provider'), {
      merge: former?.kind === 'guest',
    })
    if (round === this.#round) await this.#becomeNow(identity)
  }

  /** The anonymous visitor becomes a guest: likewise. */
  async becomeGuest(name: string): Promise<void> {
    const identity: Identity = { kind: 'guest', name }
    const round = this.#round
    const client = this.#chat.chatClient
    if (!client || this.#chat.connectionState() !== 'connected') {
      this.#address.go({ ...this.#address.place(), identity }, 'replace')
      return
    }
    await client.upgradeToGuest({ id: guestId(name), name })
    if (round === this.#round) await this.#becomeNow(identity)
  }

  /** Everything but the list is as it was. */
  async #becomeNow(identity: Identity): Promise<void> {
    this.identity.set(identity)
    this.#address.go({ ...this.#address.place(), identity }, 'replace')
    await this.#open.load(identity)
  }

  async #connect(identity: Identity): Promise<void> {
    const { api_key: key } = this.#config()
    const { options } = this.#network
    if (identity.kind === 'anonymous') await this.#chat.init(key, undefined, 'anonymous', options)
    else if (identity.kind === 'guest') {
      await this.#chat.init(key, { id: guestId(identity.name), name: identity.name }, 'guest', options)
    } else {
      const token = await this.#tokens.for(identity.id, identity.token)
      await this.#chat.init(key, identity.id, token, options)
    }
  }

  async #leaveChat(): Promise<void> {
    this.#network.token.set(undefined)
    this.#channels.reset()
    await this.#chat.disconnectUser()
  }

  #fail(error: unknown): void {
    this.error.set(error instanceof Error ? error : new Error(String(error)))
    this.state.set('failed')
  }

  #config(): OpenConfig {
    const state = this.#server.state()
    if (state.kind !== 'open') throw new Error('the playground is not open')
    return state.config
  }
}
