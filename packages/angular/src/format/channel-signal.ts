import { computed, effect, type Signal, signal, untracked } from '@angular/core'
import type { Channel, ChannelState } from '@parley/client'

/**
 * The state of a channel as a signal, also when the channel is another one later.
 *
 * Call it where something is injected: it listens until that is destroyed.
 */
export function channelSignal(channel: () => Channel | undefined): Signal<ChannelState | undefined> {
  const changes = signal(0)
  effect(onCleanup => {
    const heard = channel()?.subscribe(() => changes.update(count => count + 1))
    onCleanup(() => heard?.unsubscribe())
    // what changed between the first reading and now
    untracked(() => changes.update(count => count + 1))
  })
  return computed(() => {
    changes()
    return channel()?.state
  })
}
