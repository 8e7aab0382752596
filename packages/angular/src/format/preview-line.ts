import type { Attachment, ChannelState, LocalMessage, UserResponse } from '@parley/client'
import type { IconName } from '../icon/icon-paths'
import type { Texts } from '../texts/texts'
import { directPartner } from './channel-title'
import { plainText } from './plain-text'
import { userName } from './user-name'

/** What a list says about a channel in one line. */
export interface PreviewLine {
  /** What it is: somebody types, a draft, a message that failed, nothing to read, a message. */
  kind: 'typing' | 'draft' | 'failed' | 'empty' | 'message'
  /** Who wrote it, where that is not clear; otherwise empty. */
  by: string
  text: string
  /** What is attached. */
  icon?: IconName
}

/** What a message says in one line, and what it has attached. */
export interface MessageLine {
  text: string
  icon?: IconName
}

/** Who looks at it, and in which language. */
export interface PreviewContext {
  ownId: string | undefined
  t: Texts
}

/** What is going on in a channel: who types, one's own draft, or the newest message. */
export function previewLine(state: ChannelState, { ownId, t }: PreviewContext): PreviewLine {
  const typists = channelTypists(state)
  const isDirect = directPartner(state, ownId) !== undefined
  if (typists.length > 0) return { kind: 'typing', by: '', text: typingText(typists, t, isDirect) }
  const { draft } = state
  if (draft) return { kind: 'draft', by: t.draft, ...contentLine(draft.message, t) }
  const message = state.latestMessages.at(-1)
  if (!message) return { kind: 'empty', by: '', text: t.noMessagesYet }
  const kind = message.status === 'failed' ? 'failed' : message.type === 'deleted' ? 'empty' : 'message'
  return { kind, by: authorOf(message, { ownId, t }, isDirect), ...messageLine(message, t) }
}

/** A message in one line, without Markdown. */
export function messageLine(message: Pick<LocalMessage, 'type'> & LineContent, t: Texts): MessageLine {
  if (message.type === 'deleted') return { text: t.messageDeleted, icon: 'ban' }
  return contentLine(message, t)
}

/** Who types in the channel itself, not in one of its threads. */
export function channelTypists(state: Pick<ChannelState, 'typing'>): readonly UserResponse[] {
  return Object.values(state.typing).flatMap(({ user, parent_id }) => (parent_id ? [] : [user]))
}

/** "Ada is typing…"; of two in a conversation it is clear who. */
export function typingText(typists: readonly UserResponse[], t: Texts, isDirect = false): string {
  return t.typing(isDirect ? [] : typists.map(userName))
}

/** What drafts and messages have in common. */
type LineContent = Pick<LocalMessage, 'text' | 'attachments'> &
  Partial<Pick<LocalMessage, 'poll' | 'shared_location'>>

function contentLine({ text, attachments, poll, shared_location }: LineContent, t: Texts): MessageLine {
  const line = plainText(text)
  if (poll) return { text: line || plainText(poll.name), icon: 'poll' }
  if (shared_location) return { text: line || t.location, icon: 'location' }
  // a link's card comes from the text
  const files = attachments.filter(attachment => !attachment.og_scrape_url)
  const [first] = files
  if (!first) return { text: line }
  const { icon, name } = attachmentLine(first, files, t)
  return { text: line || name, icon }
}

function attachmentLine(
  first: Attachment,
  all: readonly Attachment[],
  t: Texts,
): { icon: IconName; name: string } {
  const count = all.filter(({ type }) => type === first.type).length
  switch (first.type) {
    case 'image':
      return { icon: 'image', name: t.photos(count) }
    case 'giphy':
      return { icon: 'image', name: t.gif }
    case 'video':
      return { icon: 'video', name: t.videos(count) }
    case 'audio':
    case 'voiceRecording':
      return { icon: 'audio', name: t.audios(count) }
    default:
      return {
        icon: 'attach',
        name: count === 1 ? plainText(String(first.title ?? '')) || t.files(1) : t.files(count),
      }
  }
}

/** In a line there is no room for more. */
function firstName(name: string): string {
  return name.split(' ', 1)[0] || name
}

function authorOf(message: LocalMessage, { ownId, t }: PreviewContext, isDirect: boolean): string {
  if (message.type === 'system' || message.type === 'deleted') return ''
  if (message.user?.id === ownId) return t.you
  return isDirect ? '' : firstName(userName(message.user))
}
