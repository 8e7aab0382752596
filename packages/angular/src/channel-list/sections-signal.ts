import { computed, effect, type Signal, signal } from '@angular/core'
import type { Channel } from '@parley/client'
import { type ChannelSections, channelSections } from './channel-sections'

/** The sections of a list, also after a channel was pinned or archived. Call it where is injected. */
export function sectionsSignal(channels: Signal<readonly Channel[]>): Signal<ChannelSections> {
  const changes = signal(0)
  effect(onCleanup => {
    const watches = channels().map(channel => onMembership(channel, () => changes.update(count => count + 1)))
    onCleanup(() => {
      for (const unsubscribe of watches) unsubscribe()
    })
  })
  return computed(() => {
    changes()
    return channelSections(channels())
  })
}

function onMembership(channel: Channel, tell: () => void): () => void {
  let { membership } = channel.state
  const heard = channel.subscribe(state => {
    if (state.membership === membership) return
    membership = state.membership
    tell()
  })
  return () => heard.unsubscribe()
}
