import type { Channel, ChannelState, LocalMessage, Subscription, UserResponse } from '@parley/client'
import { hasSameItems } from '../state/same-items'
import { batch, State } from '../state/state'

/** The channel that is open, what of it is shown, and the thread that is open in it. */
export class ActiveChannel {
  readonly channel = new State<Channel | undefined>(undefined)
  readonly state = new State<ChannelState | undefined>(undefined)
  readonly messages = new State<readonly LocalMessage[]>([])
  readonly pinned = new State<readonly LocalMessage[]>([])
  readonly parent = new State<LocalMessage | undefined>(undefined)
  readonly replies = new State<readonly LocalMessage[]>([])
  readonly typing = new State<readonly UserResponse[]>([])
  readonly typingInThread = new State<readonly UserResponse[]>([])
  #followed: Subscription | undefined

  /** Shows a channel, or none. */
  follow(channel: Channel | undefined): void {
    this.#followed?.unsubscribe()
    this.#followed = channel?.subscribe(() => this.#show(channel, this.parent.value))
    this.#show(channel, undefined)
  }

  /** Shows a thread of the channel, or none. */
  openThread(parent: LocalMessage | undefined): void {
    this.#show(this.channel.value, parent)
  }

  #show(channel: Channel | undefined, parent: LocalMessage | undefined): void {
    const state = channel?.state
    batch(() => {
      this.channel.set(channel)
      this.state.set(state)
      this.messages.set(state?.messages ?? [])
      this.pinned.set(state?.pinned_messages ?? [])
      this.parent.set(parent && state && newest(state, parent))
      this.replies.set((parent && state?.threads[parent.id]) ?? [])
      const typists = Object.values(state?.typing ?? {})
      const inThread = typists.filter(({ parent_id }) => parent_id !== undefined && parent_id === parent?.id)
      show(
        this.typing,
        typists.filter(({ parent_id }) => !parent_id).map(({ user }) => user),
      )
      show(
        this.typingInThread,
        inThread.map(({ user }) => user),
      )
    })
  }
}

/** The message as the state has it now, or as it was where it is not loaded any more. */
function newest(state: ChannelState, known: LocalMessage): LocalMessage {
  const { id } = known
  for (const { messages } of state.messageSets) {
    const found = messages.find(message => message.id === id)
    if (found) return found
  }
  return state.threadInfo[id]?.parent_message ?? known
}

function show<T>(state: State<readonly T[]>, list: readonly T[]): void {
  if (!hasSameItems(state.value, list)) state.set(list)
}
