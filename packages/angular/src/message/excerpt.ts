import type { MessageResponse } from '@parley/client'
import type { Texts } from '../texts/texts'

/** What an excerpt has at most, in characters. */
const MAX_LENGTH = 200
const BROKEN_END = /[\uD800-\uDBFF]$/

/** A message in a line: its text, or what it is made of. */
export function excerptOf(
  { type, text, attachments, poll, shared_location }: MessageResponse,
  t: Pick<Texts, 'messageDeleted' | 'attachmentKinds' | 'pollNamed' | 'sharedLocation'>,
): string {
  if (type === 'deleted') return t.messageDeleted
  if (text) return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH).replace(BROKEN_END, '')}…` : text
  if (poll) return t.pollNamed(poll.name)
  if (shared_location) return t.sharedLocation
  const [first] = attachments
  if (!first) return ''
  const kind = t.attachmentKinds[first.type ?? 'file'] ?? t.attachmentKinds.file
  const name = first.title ?? first.fallback
  return name ? `${kind}: ${name}` : String(kind)
}
