import type { ChannelResponse, LocalMessage } from '@parley/client'

/** What can be done with a message. */
export type MessageAction =
  | 'react'
  | 'reply'
  | 'quote'
  | 'edit'
  | 'copy'
  | 'pin'
  | 'unpin'
  | 'mark-unread'
  | 'flag'
  | 'mute'
  | 'unmute'
  | 'retry'
  | 'delete'

/** Who asks, and where. */
export interface ActionContext {
  readonly ownId: string | undefined
  readonly channel: Pick<ChannelResponse, 'own_capabilities' | 'config'> | undefined
  readonly isInThread: boolean
  /** Anonymous visitors have no marks, and mute nobody. */
  readonly isAnonymous: boolean
  readonly isMuted: boolean
}

/** What the connected user may do with a message, in the order of the menu. */
export function allowedActions(message: LocalMessage, context: ActionContext): readonly MessageAction[] {
  if (message.type === 'deleted' || message.type === 'error' || message.type === 'ephemeral') return []
  if (message.status === 'failed') return ['retry', ...(message.text ? (['copy'] as const) : []), 'delete']
  if (message.status === 'sending') return message.text ? ['copy'] : []
  const rules = rulesFor(message, context)
  return (Object.keys(rules) as (keyof typeof rules)[]).filter(action => rules[action])
}

function rulesFor(
  message: LocalMessage,
  { ownId, channel, isInThread, isAnonymous, isMuted }: ActionContext,
) {
  const { config, own_capabilities = [] } = channel ?? {}
  const isOwn = message.user_id === ownId
  const isSystem = message.type === 'system'
  const can = (action: string) => own_capabilities.includes(action)
  const canChange = (action: string) => can(action) || (isOwn && can(`${action}-owner`))
  const canWrite = can('create-message') && !isSystem
  return {
    react: can('create-reaction') && config?.reactions !== false && !isSystem,
    reply: canWrite && config?.replies !== false && !isInThread,
    quote: canWrite && config?.quotes !== false,
    edit: canChange('update-message') && !isSystem && !message.poll_id && !message.shared_location,
    copy: message.text !== '',
    pin: can('pin-message') && !message.pinned && !message.shadowed && !isInThread,
    unpin: can('pin-message') && message.pinned,
    'mark-unread': !isAnonymous && !isOwn && !isInThread && config?.read_events !== false,
    flag: can('flag-message') && !isOwn,
    mute: !isOwn && !isAnonymous && !isMuted && !isSystem && message.user !== null,
    unmute: !isOwn && !isAnonymous && isMuted,
    delete: canChange('delete-message'),
  }
}
