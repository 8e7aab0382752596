/** What the code is filled in with. */
export interface SnippetFacts {
  readonly apiKey: string
  readonly baseUrl: string
  readonly token: string
  /** Undefined for a server token. */
  readonly userId: string | undefined
}

/** Code in a language, and a sentence on it. */
export interface Snippet {
  readonly label: string
  readonly code: string
  readonly note: string
}
