import type { MessageAction } from '../message/message-actions'

/** The texts of messages and their list, in one language. */
export interface MessageTexts {
  // the list
  readonly messages: string
  readonly threadMessages: string
  readonly loadingMessages: string
  readonly noMessagesTitle: string
  readonly noMessagesText: string
  readonly noChannelTitle: string
  readonly noChannelText: string
  /** Above the first message of a channel. */
  readonly beginning: string
  readonly noReplies: string
  readonly jumpToLatest: string
  /** How many have come meanwhile. */
  readonly jumpToNew: (count: number) => string
  readonly newMessages: (count: number) => string
  readonly dismissUnread: string
  /** Said by screen readers when a message comes. */
  readonly messageFrom: (name: string, text: string) => string
  /** Said by screen readers of a message in the list. */
  readonly messageLabel: (name: string, time: string, text: string) => string

  // a message
  readonly edited: string
  readonly onlyVisibleToYou: string
  readonly repliedInThread: string
  readonly alsoInChannel: string
  /** Without a name nobody knows who. */
  readonly pinnedBy: (name: string) => string
  /** The author and the text follow. */
  readonly goToQuoted: string
  readonly messageNotSent: string
  readonly messageStatus: Readonly<Record<'sending' | 'failed' | 'sent' | 'delivered', string>>
  readonly readBy: (names: readonly string[]) => string
  /** Those whose names are known, and how many more. */
  readonly reactedBy: (names: readonly string[], others: number) => string

  // what to do with it
  readonly react: string
  readonly replyInThread: string
  readonly moreActions: string
  readonly messageActions: string
  readonly actionNames: Readonly<Record<Exclude<MessageAction, 'react'>, string>>
  readonly deleteMessage: string
  readonly deleteMessageSure: string
  readonly delete: string
  readonly messageCopied: string
  readonly userMuted: (name: string) => string
  readonly userUnmuted: (name: string) => string

  // what is attached to it
  /** By the type of the attachment; `file` stands for all others. */
  readonly attachmentKinds: Readonly<Record<string, string>> & { readonly file: string }
  readonly unnamedFile: string
  readonly fileUnavailable: string
  readonly imageBroken: string
  readonly openImage: (title: string, number: number, count: number) => string
  readonly imageOf: (title: string, number: number, count: number) => string
  readonly previousImage: string
  readonly nextImage: string
  readonly openOriginal: string
  readonly close: string
  readonly sharedLocation: string
  readonly liveLocation: string
  readonly pollNamed: (name: string) => string
  readonly pollClosed: string
  /** How many options one may vote for; undefined: any number. */
  readonly pollRule: (max: number | undefined) => string
  readonly votes: (count: number) => string
  readonly voteFailed: string
}

/** `a`, `a and b`, `a, b and c`. */
const joined = (names: readonly string[]) =>
  new Intl.ListFormat('en', { style: 'long', type: 'conjunction' }).format(names)

const image = (title: string, number: number, count: number) =>
  `Image${count > 1 ? ` ${number} of ${count}` : ''}${title ? `: ${title}` : ''}`

/** The texts of messages in English. */
export const englishMessageTexts: MessageTexts = {
  messages: 'Messages',
  threadMessages: 'Replies',
  loadingMessages: 'Loading messages',
  noMessagesTitle: 'No messages yet',
  noMessagesText: 'Write the first one: everybody here will see it.',
  noChannelTitle: 'No channel is open',
  noChannelText: 'Choose one from the list to read and write in it.',
  beginning: 'This is where it all began.',
  noReplies: 'No replies yet',
  jumpToLatest: 'Jump to the latest message',
  jumpToNew: count => `Jump to the latest: ${count === 1 ? '1 new message' : `${count} new messages`}`,
  newMessages: count => (count === 1 ? '1 new message' : `${count} new messages`),
  dismissUnread: 'Dismiss',
  messageFrom: (name, text) => `${name}: ${text}`,
  messageLabel: (name, time, text) => `${name}, ${time}: ${text}`,

  edited: 'Edited',
  onlyVisibleToYou: 'Only visible to you',
  repliedInThread: 'Replied in a thread',
  alsoInChannel: 'Also sent to the channel',
  pinnedBy: name => (name ? `Pinned by ${name}` : 'Pinned'),
  goToQuoted: 'Go to the quoted message:',
  messageNotSent: 'Not sent.',
  messageStatus: { sending: 'Sending', failed: 'Not sent', sent: 'Sent', delivered: 'Delivered' },
  readBy: names => `Read by ${joined(names)}`,
  reactedBy: (names, others) =>
    joined([...names, ...(others > 0 ? [others === 1 ? '1 other' : `${others} others`] : [])]),

  react: 'React',
  replyInThread: 'Reply in thread',
  moreActions: 'More actions',
  messageActions: 'Message actions',
  actionNames: {
    reply: 'Reply in thread',
    quote: 'Quote',
    edit: 'Edit',
    copy: 'Copy text',
    pin: 'Pin',
    unpin: 'Unpin',
    'mark-unread': 'Mark as unread',
    flag: 'Report',
    mute: 'Mute author',
    unmute: 'Unmute author',
    retry: 'Send again',
    delete: 'Delete',
  },
  deleteMessage: 'Delete message?',
  deleteMessageSure: 'It will be gone for everybody. This cannot be undone.',
  delete: 'Delete',
  messageCopied: 'The text was copied.',
  userMuted: name => `You will not be notified of messages of ${name}.`,
  userUnmuted: name => `${name} is not muted any more.`,

  attachmentKinds: {
    image: 'Image',
    video: 'Video',
    audio: 'Audio',
    voiceRecording: 'Voice message',
    file: 'File',
    article: 'Link',
  },
  unnamedFile: 'File without a name',
  fileUnavailable: 'Not available',
  imageBroken: 'This image could not be loaded',
  openImage: (title, number, count) => `Open: ${image(title, number, count)}`,
  imageOf: image,
  previousImage: 'Previous image',
  nextImage: 'Next image',
  openOriginal: 'Open in a new tab',
  close: 'Close',
  sharedLocation: 'Shared location',
  liveLocation: 'Live location',
  pollNamed: name => `Poll: ${name}`,
  pollClosed: 'This poll is closed',
  pollRule: max => (max === 1 ? 'Choose one' : max === undefined ? 'Choose any' : `Choose up to ${max}`),
  votes: count => (count === 1 ? '1 vote' : `${count} votes`),
  voteFailed: 'The vote was not counted',
}
