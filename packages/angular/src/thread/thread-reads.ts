import { computed, effect, inject, untracked } from '@angular/core'
import { ChannelService } from '../services/channel-service'
import { ChatClientService } from '../services/chat-client-service'
import { PageVisibility } from '../services/page-visibility'

/** Marks the open thread read while somebody sees it. In an injection context. */
export function markThreadsRead(): void {
  const channels = inject(ChannelService)
  const user = inject(ChatClientService).user
  const { isVisible } = inject(PageVisibility)
  const canMark = computed(() => {
    const isKnown = user() !== undefined && user()?.role !== 'anonymous'
    return isKnown && isVisible() && channels.activeChannelState()?.channel?.config?.read_events !== false
  })
  const seen = computed(() => {
    const parentId = channels.activeParentMessage()?.id
    const newest = channels.activeThreadMessages().findLast(({ status }) => status === 'received')
    return canMark() && parentId && newest ? `${parentId} ${newest.id}` : undefined
  })
  effect(() => {
    if (seen() === undefined) return
    untracked(() => {
      const thread_id = channels.activeParentMessage()?.id
      // what was not marked is marked with the next reply
      if (thread_id)
        channels
          .activeChannel()
          ?.markRead({ thread_id })
          .enqueue(() => undefined)
    })
  })
}
