import { computed, effect, inject, type Signal, untracked } from '@angular/core'
import type { Channel, LocalMessage } from '@parley/client'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import type { Composer } from './composer'
import { ComposerService } from './composer-service'
import { withoutCards } from './link-cards'

/** A message that is being changed, and its new content. */
export interface Editing {
  readonly message: LocalMessage
  readonly composer: Composer
}

/** What a box writes at the moment: the draft of the open channel or thread, or a change of a message. */
export class ActiveComposer {
  readonly #channels = inject(ChannelService)
  readonly #chat = inject(ChatClientService)
  readonly #composers = inject(ComposerService)
  readonly #isThread: Signal<boolean>
  readonly #ownId = computed(() => this.#chat.user()?.id)
  readonly #openParentId = computed(() => this.#channels.activeParentMessage()?.id)
  /** A change that was refused: it goes on where it was. */
  #returned: Editing | undefined

  /** The message that is replied to in its thread. */
  readonly parentId = computed(() => (this.#isThread() ? this.#openParentId() : undefined))
  readonly drafted = computed(() => {
    const channel = this.#channels.activeChannel()
    // a guest who becomes a user takes the box along
    this.#ownId()
    const parentId = this.parentId()
    if (!channel || (this.#isThread() && !parentId)) return undefined
    return untracked(() => this.#composers.of(channel, parentId))
  })
  readonly editing: Signal<Editing | undefined> = computed(() => {
    const message = this.#channels.messageToEdit()
    const channel = this.#channels.activeChannel()
    if (!message || !channel || !this.#isOurs(message)) return undefined
    if (this.#returned?.message === message) return this.#returned
    const shown = { ...message, attachments: withoutCards(message.attachments) }
    return { message, composer: untracked(() => this.#composers.editing(channel, shown)) }
  })
  readonly current = computed(() => this.editing()?.composer ?? this.drafted()?.composer)

  /** In an injection context. `quoted` is called when a message was chosen to be answered. */
  constructor(isThread: Signal<boolean>, quoted: () => void) {
    this.#isThread = isThread
    this.#keepDrafts()
    this.#followQuote(quoted)
  }

  /** A change was refused: it is shown again, unless the user went on to something else. */
  giveBack(editing: Editing, channel: Channel | undefined): void {
    if (channel !== this.#channels.activeChannel() || this.#channels.messageToEdit()) return
    this.#returned = editing
    this.#channels.selectMessageToEdit(editing.message)
  }

  /** Replies belong to the input of their thread while that is open, everything else to the main one. */
  #isOurs({ parent_id }: LocalMessage): boolean {
    return this.#isThread() === (parent_id !== undefined && parent_id === this.#openParentId())
  }

  /** Drafts come from the server, and go there when the box is left or the connection is back. */
  #keepDrafts(): void {
    effect(() => {
      const drafted = this.drafted()
      const state = this.#channels.activeChannelState()
      const isKnown = state?.channel && state.channel.cid === this.#channels.activeChannel()?.cid
      if (drafted && isKnown && !this.#isThread()) untracked(() => drafted.keeper.hear(state.draft))
    })
    effect(onCleanup => {
      const drafted = this.drafted()
      onCleanup(() => void drafted?.keeper.flush())
    })
    effect(() => {
      if (this.#chat.connectionState() === 'connected') untracked(() => void this.drafted()?.keeper.flush())
    })
  }

  /** The message that was chosen to be answered goes into the box it belongs to. */
  #followQuote(quoted: () => void): void {
    let before: { composer: Composer; id: string } | undefined
    effect(() => {
      const message = this.#channels.messageToQuote()
      const composer = this.drafted()?.composer
      const isOurs = message !== undefined && this.#isOurs(message)
      untracked(() => {
        if (composer && isOurs && composer.quoted()?.id !== message.id) {
          composer.quote(message)
          quoted()
        } else if (
          !message &&
          before &&
          composer === before.composer &&
          composer.quoted()?.id === before.id
        ) {
          composer.quote(undefined)
        }
        before = composer && isOurs ? { composer, id: message.id } : undefined
      })
    })
  }
}
