import { computed, inject, type Signal } from '@angular/core'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { NetworkState } from '../services/network-state'
import type { ActiveComposer } from './active-composer'
import { allowedCommands, commandIn } from './commands'
import { CooldownClock } from './cooldown-clock'
import { canPoll, canUpload, whyNot } from './why-not'

/** Characters that a message may have where the channel does not say. */
const DEFAULT_MAX_LENGTH = 5_000
/** The counter shows when no more than this share of them is left. */
const NEAR = 0.1

/** What may be written, attached and sent in the open channel at the moment. */
export class WritingRules {
  readonly #chat = inject(ChatClientService)
  readonly #network = inject(NetworkState)
  readonly #state = inject(ChannelService).activeChannelState
  readonly #active: ActiveComposer
  readonly #isThread: Signal<boolean>
  readonly clock: CooldownClock

  readonly #isEditing = computed(() => this.#active.editing() !== undefined)
  readonly #maxLength = computed(
    () => this.#state()?.channel?.config?.max_message_length ?? DEFAULT_MAX_LENGTH,
  )

  /** Why nothing can be written; undefined when it can. */
  readonly why = computed(() => {
    const state = this.#state()
    return state && whyNot(state, this.#chat.user(), this.#isThread())
  })
  readonly canUpload = computed(() => {
    const state = this.#state()
    return state !== undefined && !this.why() && canUpload(state)
  })
  /** A message that is there already can't be made a poll. */
  readonly canPoll = computed(() => {
    const state = this.#state()
    return state !== undefined && !this.why() && !this.#isEditing() && canPoll(state)
  })
  /** Those that can be called; a message that is edited calls none. */
  readonly commands = computed(() => {
    const { config, own_capabilities = [] } = this.#state()?.channel ?? {}
    return this.#isEditing() ? [] : allowedCommands(config?.commands ?? [], own_capabilities)
  })
  /** The one that the text calls. */
  readonly command = computed(() => commandIn(this.#active.current()?.text() ?? '', this.commands()))
  /** What is written is sent when the connection is back. */
  readonly isUnconnected = computed(() => this.#chat.connectionState() !== 'connected')
  /** The device has no network. */
  readonly isOffline = computed(() => !this.#network.isOnline())
  /** The server has ended the connection: nothing goes out until the user has signed in again. */
  readonly isSignedOut = computed(() => this.#chat.connectionProblem()?.kind === 'closed')
  /** Characters that are left; undefined while there are plenty. */
  readonly left = computed(() => {
    const left = this.#maxLength() - (this.#active.current()?.text().trim().length ?? 0)
    return left <= this.#maxLength() * NEAR ? left : undefined
  })
  readonly isTooLong = computed(() => (this.left() ?? 0) < 0)
  /** Seconds of slow mode that are left. */
  readonly waitSeconds = computed(() => (this.#isEditing() ? 0 : this.clock.waitSeconds()))
  readonly canSend = computed(() => {
    const composer = this.#active.current()
    if (!composer || composer.isEmpty() || this.waitSeconds() > 0 || this.isTooLong()) return false
    if (this.isSignedOut()) return false
    return !composer.uploads.isBusy() && !composer.uploads.hasFailed()
  })

  /** In an injection context. */
  constructor(active: ActiveComposer, isThread: Signal<boolean>) {
    this.#active = active
    this.#isThread = isThread
    this.clock = new CooldownClock(
      this.#state,
      computed(() => this.#chat.user()?.id),
    )
  }
}
