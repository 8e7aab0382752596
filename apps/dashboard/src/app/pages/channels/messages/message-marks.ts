import type { MessageResponse } from '@parley/client'
import type { Tone } from '../../../ui/status-chip'

export interface Mark {
  readonly text: string
  readonly tone: Tone
  readonly title: string
}

/** What is out of the ordinary about a message, each in a word. */
export function marksOf(message: MessageResponse, isFlagged: boolean): Mark[] {
  const { type, deleted_at, pinned, shadowed, silent, restricted_visibility: only, show_in_channel } = message
  const edited = message.message_text_updated_at
  const all: (Mark | false | undefined)[] = [
    type === 'system' && mark('system', 'neutral', 'A notice: it is shown without an author'),
    (type === 'deleted' || deleted_at !== undefined) &&
      mark('deleted', 'danger', `Users don’t see it: ${deleted_at ?? ''}`),
    isFlagged && mark('flagged', 'warning', 'Somebody wants it to be looked at: see Moderation'),
    pinned && mark('pinned', 'info', 'Shown on top of the channel'),
    shadowed && mark('shadowed', 'warning', 'Only its author sees it: they are shadow-banned'),
    edited !== undefined && mark('edited', 'neutral', `Changed ${edited}`),
    silent && mark('silent', 'neutral', 'It made nothing unread'),
    only?.length ? mark(`for ${only.length}`, 'neutral', `Only for ${only.join(', ')}`) : undefined,
    message.parent_id !== undefined &&
      show_in_channel &&
      mark('also a reply', 'neutral', 'A reply that is shown in the channel, too'),
  ]
  return all.filter(each => typeof each === 'object')
}

function mark(text: string, tone: Tone, title: string): Mark {
  return { text, tone, title }
}
