/**
 * Every text of the components, in one language.
 *
 * Give all of them or the build fails: `{ ...english, send: 'Post' }` changes some.
 */
export interface Texts {
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
  readonly errorTooLarge: string
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
  readonly messageFlagged: string
}

/** The texts in English. */
export const english: Texts = {
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
  errorTooLarge: 'It is too large.',
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
  messageFlagged: 'The message was reported. A moderator will look at it.',
}
