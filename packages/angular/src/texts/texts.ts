import type { EmojiCategory } from '../menu/emoji'
import type { WhyNot } from '../message-input/why-not'
import { englishMessageTexts, type MessageTexts } from './message-texts'
import { englishPollTexts, type PollTexts } from './poll-texts'

/**
 * Every text of the components, in one language.
 *
 * Give all of them or the build fails: `{ ...english, send: 'Post' }` changes some.
 */
export interface Texts extends MessageTexts, PollTexts {
  /** BCP 47, for dates and numbers: `en`, `de-CH`. */
  readonly locale: string

  /** A channel without a name and without other members. */
  readonly unnamedChannel: string
  readonly unnamedUser: string

  // why something failed, and what to do: said by NotificationService
  readonly errorTooFast: (seconds: number | undefined) => string
  readonly errorNotAllowed: string
  readonly errorOffline: string
  readonly errorSignedOut: string
  readonly errorNotFound: string
  /** `limit` is such as "1 MB"; undefined where the server does not say it. */
  readonly errorTooLarge: (limit: string | undefined) => string
  readonly errorTooLong: (most: number | undefined) => string
  readonly errorServer: string
  /** `reason` is a sentence. */
  readonly failed: (what: string, reason: string) => string

  // what failed
  readonly sendFailed: string
  readonly editFailed: string
  readonly deleteFailed: string
  readonly reactionFailed: string
  readonly pinFailed: string
  readonly unpinFailed: string
  readonly loadChannelsFailed: string
  readonly loadMessagesFailed: string
  readonly jumpFailed: string
  readonly markUnreadFailed: string
  readonly actionFailed: string
  readonly uploadFailed: (fileName: string) => string
  readonly flagFailed: string

  // what happened to the open channel
  readonly channelDeleted: (channel: string) => string
  readonly channelLeft: (channel: string) => string
  readonly channelLost: (channel: string) => string
  readonly channelBanned: (channel: string, reason: string | undefined) => string
  readonly channelUnbanned: (channel: string) => string
  /** Of the whole app. */
  readonly appBanned: (reason: string | undefined) => string
  readonly appUnbanned: string
  readonly messageFlagged: string

  // emoji and reactions
  readonly reactions: string
  /** By type; the others are called by their type. */
  readonly reactionNames: Readonly<Record<string, string>>
  readonly moreEmoji: string
  readonly emoji: string
  readonly searchEmoji: string
  readonly emojiCategoriesLabel: string
  readonly emojiCategories: Readonly<Record<EmojiCategory, string>>
  readonly loadEmojiFailed: string
  readonly noEmojiFound: (term: string) => string
  readonly tryAgain: string

  // writing a message
  readonly writeMessage: string
  readonly writeReply: string
  readonly sendMessage: string
  readonly saveMessage: string
  readonly attachFiles: string
  readonly editingMessage: string
  readonly cancelEdit: string
  readonly replyingTo: (name: string) => string
  readonly cancelReply: string
  /** Stands for a message without text. */
  readonly attachmentCount: (count: number) => string
  readonly alsoSendToChannel: string
  readonly charactersLeft: (count: number) => string
  readonly charactersOver: (count: number) => string
  readonly slowModeWait: (seconds: number) => string
  readonly slowModePause: (seconds: number) => string
  readonly slowModeOver: string
  readonly sentWhenOnline: string
  /** The device has a network, and no server answers. */
  readonly sentWhenConnected: string
  /** After the server has ended the connection. */
  readonly signInToSend: string
  readonly people: string
  /** Stands beside the name of one. */
  readonly guest: string
  readonly commands: string
  readonly suggestionCount: (count: number) => string

  // files of a message
  readonly attachedFiles: string
  readonly dropFiles: string
  readonly noUploads: string
  readonly tooManyFiles: (most: number) => string
  readonly fileTooLarge: (limit: string) => string
  readonly uploadProgress: (fileName: string) => string
  readonly uploadsDone: (done: number, all: number) => string
  readonly retryUpload: (fileName: string) => string
  readonly removeUpload: (fileName: string) => string
  readonly waitForUploads: string
  readonly failedUploads: string

  // why nothing can be written
  readonly whyNot: Readonly<Record<WhyNot, string>>
  readonly enterChat: string

  // a thread
  readonly thread: string
  readonly closeThread: string
  readonly threadReplies: (count: number) => string
  readonly threadPeople: (count: number) => string

  // the list of channels
  readonly channels: string
  readonly searchChannels: string
  readonly clearSearch: string
  readonly searching: string
  readonly foundChannels: (count: number) => string
  readonly searchFailed: string
  readonly nothingFound: string
  readonly nothingFoundHint: string
  readonly pinnedChannels: string
  readonly otherChannels: string
  readonly archivedChannels: (count: number) => string
  readonly noChannels: string
  readonly noChannelsHint: string
  readonly loading: string
  readonly loadMore: string
  readonly undo: string
  readonly cancel: string
  readonly unreadMessages: (count: number) => string
  readonly invites: string
  readonly invitedTo: string
  readonly acceptInvite: string
  readonly rejectInvite: string

  // one channel of it
  readonly you: string
  readonly draft: string
  readonly notSent: string
  readonly noMessagesYet: string
  readonly messageDeleted: string
  readonly photos: (count: number) => string
  readonly videos: (count: number) => string
  readonly audios: (count: number) => string
  readonly files: (count: number) => string
  readonly gif: string
  readonly location: string
  /** Without names it is clear who. */
  readonly typing: (names: readonly string[]) => string
  readonly channelActions: (channel: string) => string
  readonly channelMuted: string
  readonly markAsRead: string
  readonly pinChannel: string
  readonly unpinChannel: string
  readonly archiveChannel: string
  readonly unarchiveChannel: string
  readonly muteChannel: string
  readonly unmuteChannel: string
  readonly hideChannel: string
  readonly leaveChannel: string
  readonly leaveQuestion: (channel: string) => string
  readonly leaveHint: string
  readonly channelArchived: (channel: string) => string
  readonly channelHidden: (channel: string) => string

  // the header of the open channel
  readonly backToChannels: string
  readonly online: string
  readonly offline: string
  /** `ago` is such as "5 minutes ago". */
  readonly lastSeen: (ago: string) => string
  readonly memberCount: (count: number) => string
  readonly onlineCount: (count: number) => string
  readonly watcherCount: (count: number) => string
  readonly frozen: string
  readonly slowMode: (seconds: number) => string

  // notifications
  readonly notifications: string
  readonly dismiss: string

  // the connection
  readonly offlineTitle: string
  readonly offlineText: string
  readonly connectingTitle: string
  readonly connectingText: string
  readonly unreachableTitle: string
  readonly unreachableText: string
  readonly tokenFailedTitle: string
  readonly tokenFailedText: string
  readonly signedOutTitle: string
  readonly closedTitle: string
  readonly closedText: string
  /** By the reason that the server gives. */
  readonly closedReasons: Readonly<Record<string, string>>
  readonly signInAgain: string
}

/** The texts in English. */
export const english: Texts = {
  ...englishMessageTexts,
  ...englishPollTexts,
  locale: 'en',
  unnamedChannel: 'Unnamed channel',
  unnamedUser: 'Unknown user',

  errorTooFast: seconds =>
    seconds === undefined
      ? 'That was too fast. Wait a moment, then try again.'
      : `That was too fast. Try again in ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`,
  errorNotAllowed: 'You are not allowed to do this here.',
  errorOffline: 'There is no connection. Check your network, then try again.',
  errorSignedOut: 'You are not signed in any more. Sign in again.',
  errorNotFound: 'It is not there any more.',
  errorTooLarge: limit =>
    limit === undefined ? 'It is too large.' : `It is too large: the limit is ${limit}.`,
  errorTooLong: most =>
    most === undefined
      ? 'The text is too long.'
      : `The text is too long: at most ${most.toLocaleString('en')} characters are allowed here.`,
  errorServer: 'The server could not do it. Try again later.',
  failed: (what, reason) => `${what}. ${reason}`,

  sendFailed: 'The message was not sent',
  editFailed: 'The message was not changed',
  deleteFailed: 'The message was not deleted',
  reactionFailed: 'The reaction was not saved',
  pinFailed: 'The message was not pinned',
  unpinFailed: 'The message was not unpinned',
  loadChannelsFailed: 'The channels could not be loaded',
  loadMessagesFailed: 'The messages could not be loaded',
  jumpFailed: 'The message could not be shown',
  markUnreadFailed: 'The message was not marked unread',
  actionFailed: 'That did not work',
  uploadFailed: fileName => `${fileName} was not uploaded`,
  flagFailed: 'The message was not reported',

  channelDeleted: channel => `${channel} was deleted.`,
  channelLeft: channel => `You are no longer a member of ${channel}.`,
  channelLost: channel => `You can no longer open ${channel}.`,
  channelBanned: (channel, reason) =>
    `You may not write in ${channel} for now${reason ? `: ${reason}` : ''}. You can still read.`,
  channelUnbanned: channel => `You may write in ${channel} again.`,
  appBanned: reason => `You may not write for now${reason ? `: ${reason}` : ''}. You can still read.`,
  appUnbanned: 'You may write again.',
  messageFlagged: 'The message was reported. A moderator will look at it.',

  reactions: 'Reactions',
  reactionNames: {
    like: 'Like',
    love: 'Love',
    haha: 'Haha',
    wow: 'Wow',
    sad: 'Sad',
    celebrate: 'Celebrate',
  },
  moreEmoji: 'More emoji',
  emoji: 'Emoji',
  searchEmoji: 'Search emoji',
  emojiCategoriesLabel: 'Categories',
  emojiCategories: {
    smileys: 'Smileys',
    people: 'People',
    nature: 'Animals and nature',
    food: 'Food and drink',
    activities: 'Activities',
    travel: 'Travel and places',
    objects: 'Objects',
    symbols: 'Symbols',
  },
  loadEmojiFailed: 'The emoji could not be loaded.',
  noEmojiFound: term => `No emoji is called “${term}”.`,
  tryAgain: 'Try again',

  writeMessage: 'Write a message',
  writeReply: 'Reply in the thread',
  sendMessage: 'Send message',
  saveMessage: 'Save changes',
  attachFiles: 'Attach files',
  editingMessage: 'Editing message',
  cancelEdit: 'Cancel editing',
  replyingTo: name => `Replying to ${name}`,
  cancelReply: 'Cancel reply',
  attachmentCount: count => (count === 1 ? '1 attachment' : `${count} attachments`),
  alsoSendToChannel: 'Also send to the channel',
  charactersLeft: count => (count === 1 ? '1 character left' : `${count} characters left`),
  charactersOver: count => (count === 1 ? '1 character too many' : `${count} characters too many`),
  slowModeWait: seconds => `Slow mode: you can send again in ${seconds} s`,
  slowModePause: seconds =>
    `Slow mode is on: one message every ${seconds === 1 ? 'second' : `${seconds} seconds`}.`,
  slowModeOver: 'You can send again.',
  sentWhenOnline: 'You are offline. Messages are sent when you are back.',
  sentWhenConnected: 'There is no connection. Messages are sent when it is back.',
  signInToSend: 'You are signed out. Sign in again to send this.',
  people: 'People',
  guest: 'Guest',
  commands: 'Commands',
  suggestionCount: count => (count === 1 ? '1 suggestion' : `${count} suggestions`),

  attachedFiles: 'Attached files',
  dropFiles: 'Drop files to attach them',
  noUploads: 'Files can’t be attached here.',
  tooManyFiles: most => `A message can have ${most} files at most. The rest was left out.`,
  fileTooLarge: limit => `Larger than ${limit}`,
  uploadProgress: fileName => `Uploading ${fileName}`,
  uploadsDone: (done, all) => `${done} of ${all} files uploaded`,
  retryUpload: fileName => `Upload ${fileName} again`,
  removeUpload: fileName => `Remove ${fileName}`,
  waitForUploads: 'The message can be sent once its files are uploaded.',
  failedUploads: 'Upload the failed files again or remove them, then send.',

  whyNot: {
    anonymous: 'You are reading as a visitor. Enter to write.',
    banned: 'You are banned here. You can still read.',
    frozen: 'This channel is frozen. Nobody can write at the moment.',
    disabled: 'This channel is closed.',
    'no-replies': 'This channel has no threads.',
    'not-member': 'Only members can write here.',
    'not-allowed': 'You are not allowed to write here.',
  },
  enterChat: 'Enter the chat',

  thread: 'Thread',
  closeThread: 'Close thread',
  threadReplies: count => (count === 1 ? '1 reply' : `${count} replies`),
  threadPeople: count => (count === 1 ? '1 person' : `${count} people`),

  // the list of channels
  channels: 'Channels',
  searchChannels: 'Search channels and people',
  clearSearch: 'Clear the search',
  searching: 'Searching …',
  foundChannels: count => (count === 1 ? '1 channel found' : `${count} channels found`),
  searchFailed: 'The search did not work',
  nothingFound: 'Nothing found',
  nothingFoundHint: 'Try another name, or only the beginning of it.',
  pinnedChannels: 'Pinned',
  otherChannels: 'All channels',
  archivedChannels: count => `Archived (${count})`,
  noChannels: 'No conversations yet',
  noChannelsHint: 'Once somebody writes to you or adds you to a channel, it shows up here.',
  loading: 'Loading …',
  loadMore: 'Load more',
  undo: 'Undo',
  cancel: 'Cancel',
  unreadMessages: count => (count === 1 ? '1 unread message' : `${count} unread messages`),
  invites: 'Invitations',
  invitedTo: 'You are invited to',
  acceptInvite: 'Join',
  rejectInvite: 'Decline',

  // one channel of it
  you: 'You',
  draft: 'Draft',
  notSent: 'Not sent',
  noMessagesYet: 'No messages yet',
  messageDeleted: 'This message was deleted',
  photos: count => (count === 1 ? 'Photo' : `${count} photos`),
  videos: count => (count === 1 ? 'Video' : `${count} videos`),
  audios: count => (count === 1 ? 'Audio' : `${count} audio files`),
  files: count => (count === 1 ? 'File' : `${count} files`),
  gif: 'GIF',
  location: 'Location',
  typing: names => {
    if (names.length > 2) return 'Several people are typing …'
    if (names.length === 2) return `${names[0]} and ${names[1]} are typing …`
    return names[0] ? `${names[0]} is typing …` : 'typing …'
  },
  channelActions: channel => `Actions for ${channel}`,
  channelMuted: 'Muted',
  markAsRead: 'Mark as read',
  pinChannel: 'Pin',
  unpinChannel: 'Unpin',
  archiveChannel: 'Archive',
  unarchiveChannel: 'Move out of the archive',
  muteChannel: 'Mute',
  unmuteChannel: 'Unmute',
  hideChannel: 'Hide until the next message',
  leaveChannel: 'Leave',
  leaveQuestion: channel => `Leave ${channel}?`,
  leaveHint: 'You will not see its messages any more. To come back, somebody has to add you.',
  channelArchived: channel => `${channel} was archived.`,
  channelHidden: channel => `${channel} is hidden until the next message.`,

  // the header of the open channel
  backToChannels: 'Back to the channels',
  online: 'Online',
  offline: 'Offline',
  lastSeen: ago => `Last seen ${ago}`,
  memberCount: count => (count === 1 ? '1 member' : `${count.toLocaleString('en')} members`),
  onlineCount: count => `${count.toLocaleString('en')} online`,
  watcherCount: count => `${count.toLocaleString('en')} watching`,
  frozen: 'Read only',
  slowMode: seconds => `Slow mode: ${seconds} s`,

  // notifications
  notifications: 'Notifications',
  dismiss: 'Dismiss',

  // the connection
  offlineTitle: 'You are offline.',
  offlineText: 'What you write now is sent as soon as you are back.',
  connectingTitle: 'Reconnecting …',
  connectingText: 'What you write now is sent as soon as it works.',
  unreachableTitle: 'The server can’t be reached.',
  unreachableText: 'Reconnecting … What you write now is sent as soon as it works.',
  tokenFailedTitle: 'Your sign-in could not be renewed.',
  tokenFailedText: 'We keep trying. If it stays like this, reload the page or sign in again.',
  signedOutTitle: 'You were signed out.',
  closedTitle: 'The server ended the connection.',
  closedText: 'Sign in again, or ask whoever runs this chat.',
  closedReasons: {
    revoked: 'Your access was taken back. Sign in again to go on.',
    expired: 'Your sign-in has ended. Sign in again to go on.',
    token_provider: 'Your sign-in has ended. Sign in again to go on.',
    deactivated: 'This account was deactivated.',
    deleted: 'This account was deleted.',
  },
  signInAgain: 'Sign in again',
}
