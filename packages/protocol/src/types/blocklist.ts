import type { Duration, Time } from './common.ts'

/**
 * Words that messages are searched for, as channel types name them.
 *
 * A word counts as a whole, without regard to case; texts are split at white space and hyphens, and
 * punctuation around a word is not part of it.
 */
export interface Blocklist {
  name: string
  words: string[]
  created_at: Time
  updated_at: Time
}

/** Reply of `GET blocklists`, by name. */
export interface BlocklistsResponse extends Duration {
  blocklists: Blocklist[]
}

/** Reply of `GET`, `POST` and `PUT blocklists/{name}`. */
export interface BlocklistResponse extends Duration {
  blocklist: Blocklist
}
