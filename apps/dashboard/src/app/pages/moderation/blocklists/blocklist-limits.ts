/** What an app may have of blocklists of its own. */
export const MOST_LISTS = 15
export const MOST_WORDS = 10_000
export const WORD_LENGTH = 40
