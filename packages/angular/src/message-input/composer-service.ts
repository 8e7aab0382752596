import { DestroyRef, Injectable, inject } from '@angular/core'
import type { Channel, LocalMessage } from '@parley/client'
import { ChatClientService } from '../services/chat-client-service'
import { Composer } from './composer'
import { DraftKeeper } from './draft-keeper'
import { KeptBoxes } from './kept-boxes'
import type { FileSender } from './upload-list'

/** A box, and what keeps its draft. */
export interface DraftedComposer {
  readonly composer: Composer
  readonly keeper: DraftKeeper
}

/**
 * What is being written in every channel and thread.
 *
 * It belongs to the channel as the connected user sees it: nothing of it is there for the next user. Whom
 * the server signed out finds it again: what was written since, and files that were not up yet.
 */
@Injectable({ providedIn: 'root' })
export class ComposerService {
  readonly #chat = inject(ChatClientService)
  readonly #known = new WeakMap<Channel, Map<string, DraftedComposer>>()
  readonly #kept = new KeptBoxes()

  /** The server ended the connection: whoever goes now does not go by choice. */
  #isForced = false

  constructor() {
    const { connectionProblem$, connectionState$, user$ } = this.#chat
    const heard = [
      connectionProblem$.subscribe(problem => {
        if (problem?.kind === 'closed') this.#isForced = true
      }),
      connectionState$.subscribe(state => {
        if (state === 'connected') this.#isForced = false
      }),
      user$.subscribe(user => this.#kept.belongTo(this.#chat.chatClient, user?.id, this.#isForced)),
    ]
    inject(DestroyRef).onDestroy(() => {
      for (const subscription of heard) subscription.unsubscribe()
    })
  }

  /** What is being written in a channel, or in one of its threads. */
  of(channel: Channel, parentId: string | undefined): DraftedComposer {
    const here = this.#known.get(channel) ?? new Map<string, DraftedComposer>()
    this.#known.set(channel, here)
    const place = keyOf(channel, parentId)
    const known = here.get(parentId ?? '')
    if (known) {
      this.#kept.keep(place, known)
      return known
    }
    const composer = new Composer(senderTo(channel))
    const made = { composer, keeper: new DraftKeeper(composer, channel, parentId) }
    here.set(parentId ?? '', made)
    this.#kept.add(place, made)
    if (parentId) void this.#load(made.keeper, channel.cid, parentId)
    return made
  }

  /** A message with its new content; no draft is kept of that. */
  editing(channel: Channel, message: LocalMessage): Composer {
    const composer = new Composer(senderTo(channel))
    composer.restore({ ...message, quoted_message: null })
    return composer
  }

  /** The draft of a channel stands in its state, that of a thread is asked for. */
  async #load(keeper: DraftKeeper, channel_cid: string | undefined, parent_id: string): Promise<void> {
    if (!channel_cid || this.#chat.user()?.role === 'anonymous') return
    try {
      // asking for one that is not there would be an error
      const filter = { channel_cid, parent_id }
      const reply = await this.#chat.chatClient?.queryDrafts({ filter, limit: 1 })
      if (reply?.drafts[0]) keeper.hear(reply.drafts[0])
    } catch {
      // without a connection the box is empty as it is
    }
  }
}

function keyOf({ cid = '' }: Channel, parentId = ''): string {
  return `${cid} ${parentId}`
}

function senderTo(channel: Channel): FileSender {
  return (file, isImage, onProgress) =>
    isImage ? channel.sendImage(file, { onProgress }) : channel.sendFile(file, { onProgress })
}
