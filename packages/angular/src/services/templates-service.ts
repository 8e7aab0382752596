import { Injectable, signal, type TemplateRef } from '@angular/core'
import type { Attachment, Channel, LocalMessage } from '@parley/client'
import type { NamedUser } from '../format/user-name'
import type { PollDraft } from '../poll/poll-draft'
import type { ParleyNotification } from './notification-service'

/** What a template of one's own for a message is given. */
export interface MessageContext {
  $implicit: LocalMessage
  message: LocalMessage
  /** Whether the connected user wrote it. */
  isMine: boolean
}

/** What a template of one's own for an entry of the channel list is given. */
export interface ChannelPreviewContext {
  $implicit: Channel
  channel: Channel
  isActive: boolean
}

/** What a template of one's own for an avatar is given. */
export interface AvatarContext {
  $implicit: NamedUser | undefined
  /** The user; of a channel its id, name and picture. */
  user: NamedUser | undefined
  name: string
  imageUrl: string | undefined
  /** In pixels. */
  size: number
}

/** What a template of one's own for an attachment is given. */
export interface AttachmentContext {
  $implicit: Attachment
  attachment: Attachment
  message: LocalMessage
}

/** What a template of one's own for a notification is given. */
export interface NotificationContext {
  $implicit: ParleyNotification
  notification: ParleyNotification
}

/** What a template of one's own for the dialog of a new poll is given. It is there while the dialog is open. */
export interface PollDialogContext {
  /** What was typed, what is wrong with it, and how it is sent or given up. */
  $implicit: PollDraft
  draft: PollDraft
}

/** What a template of one's own for an empty list is given: nothing. */
export type EmptyContext = Record<string, never>

/**
 * Templates of one's own in place of the components' parts; undefined keeps what there is.
 *
 * @example
 * private readonly templates = inject(TemplatesService)
 * private readonly message = viewChild.required<TemplateRef<MessageContext>>('message')
 * constructor() { afterNextRender(() => this.templates.message.set(this.message())) }
 */
@Injectable({ providedIn: 'root' })
export class TemplatesService {
  readonly message = signal<TemplateRef<MessageContext> | undefined>(undefined)
  readonly channelPreview = signal<TemplateRef<ChannelPreviewContext> | undefined>(undefined)
  readonly avatar = signal<TemplateRef<AvatarContext> | undefined>(undefined)
  readonly attachment = signal<TemplateRef<AttachmentContext> | undefined>(undefined)
  readonly notification = signal<TemplateRef<NotificationContext> | undefined>(undefined)
  readonly pollDialog = signal<TemplateRef<PollDialogContext> | undefined>(undefined)
  readonly emptyChannelList = signal<TemplateRef<EmptyContext> | undefined>(undefined)
  readonly emptyMessageList = signal<TemplateRef<EmptyContext> | undefined>(undefined)
}
