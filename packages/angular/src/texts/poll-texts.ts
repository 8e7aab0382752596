/** The texts of making a poll, in one language. */
export interface PollTexts {
  /** What is chosen to make one; stands for one that is not known yet. */
  readonly poll: string
  /** The button that offers files and polls. */
  readonly addToMessage: string
  readonly loadPollFailed: string
  readonly createPoll: string
  readonly pollQuestion: string
  readonly pollQuestionExample: string
  readonly pollOptions: string
  /** From 1. */
  readonly pollOption: (number: number) => string
  readonly addPollOption: string
  readonly removePollOption: (number: number) => string
  readonly pollMultiple: string
  /** In front of a number; without one it is `pollMostAny`. */
  readonly pollMost: string
  readonly pollMostAny: string
  readonly pollAnonymous: string
  readonly pollAnonymousAbout: string
  readonly pollTakesOptions: string
  readonly pollTakesOptionsAbout: string
  readonly pollTakesComments: string
  readonly pollTakesCommentsAbout: string
  readonly sendPoll: string

  // a poll that was sent
  readonly savePollEntry: string
  readonly pollComments: (count: number) => string
  readonly addPollComment: string
  readonly changePollComment: string
  readonly removePollComment: string
  readonly showMorePollComments: string
  readonly pollOptionFailed: string
  readonly pollCommentFailed: string

  // what is wrong with it
  readonly pollQuestionMissing: string
  readonly pollOptionMissing: string
  readonly pollOptionDouble: string
  readonly pollTextTooLong: (most: number) => string
  readonly pollMostWrong: (highest: number) => string
  /** Without a full stop: the reason follows. */
  readonly pollNotSent: string
}

/** The texts of making a poll in English. */
export const englishPollTexts: PollTexts = {
  poll: 'Poll',
  addToMessage: 'Add to the message',
  loadPollFailed: 'Polls could not be loaded. Check your network, then try again.',
  createPoll: 'Create a poll',
  pollQuestion: 'Question',
  pollQuestionExample: 'What do you want to know?',
  pollOptions: 'Options',
  pollOption: number => `Option ${number}`,
  addPollOption: 'Add an option',
  removePollOption: number => `Remove option ${number}`,
  pollMultiple: 'Several answers each',
  pollMost: 'At most',
  pollMostAny: 'any number',
  pollAnonymous: 'Anonymous',
  pollAnonymousAbout: 'Nobody sees who voted for what.',
  pollTakesOptions: 'Others may add options',
  pollTakesOptionsAbout: 'Whoever votes can suggest one that is missing.',
  pollTakesComments: 'Comments',
  pollTakesCommentsAbout: 'Whoever votes can say something in their own words.',
  sendPoll: 'Send poll',

  savePollEntry: 'Save',
  pollComments: count => (count === 1 ? '1 comment' : `${count} comments`),
  addPollComment: 'Add a comment',
  changePollComment: 'Change your comment',
  removePollComment: 'Remove your comment',
  showMorePollComments: 'Show more',
  pollOptionFailed: 'The option was not added',
  pollCommentFailed: 'The comment was not saved',

  pollQuestionMissing: 'Write a question.',
  pollOptionMissing: 'Write at least two options.',
  pollOptionDouble: 'This option is there already.',
  pollTextTooLong: most => `This is too long: at most ${most} characters.`,
  pollMostWrong: highest => `Write a number from 2 to ${highest}, or nothing.`,
  pollNotSent: 'The poll was not sent',
}
