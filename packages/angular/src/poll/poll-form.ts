import { computed, signal } from '@angular/core'
import type { PollRequest } from '@parley/client'
import { type PollProblems, pollProblems } from './poll-problems'

/** One thing to vote for, as it is being written. */
export interface PollOptionField {
  /** Stays while others come and go. */
  readonly id: number
  readonly text: string
}

/** What the server takes at most. */
export const MAX_OPTIONS = 32
/** With fewer there is nothing to choose. */
export const MIN_OPTIONS = 2

/** A poll that is being written. Every part is a signal. */
export class PollForm {
  readonly #options = signal<readonly PollOptionField[]>([])
  #count = 0

  readonly question = signal('')
  readonly options = this.#options.asReadonly()
  /** Whether one may vote for several options. */
  readonly isMultiple = signal(false)
  /** For how many, as it was typed; empty: any number. */
  readonly most = signal('')
  readonly isAnonymous = signal(false)
  /** Whoever may vote may add options. */
  readonly takesOptions = signal(false)
  /** Whoever may vote may say something in their own words. */
  readonly takesComments = signal(false)
  /** What keeps it from being sent. */
  readonly problems = computed<PollProblems>(() => pollProblems(this))
  readonly hasRoom = computed(() => this.options().length < MAX_OPTIONS)
  /** The options that have a text, without the space around it. */
  readonly written = computed(() =>
    this.options()
      .map(({ text }) => text.trim())
      .filter(text => text !== ''),
  )

  constructor() {
    this.clear()
  }

  /** As it was at first. */
  clear(): void {
    for (const text of [this.question, this.most]) text.set('')
    for (const choice of [this.isMultiple, this.isAnonymous, this.takesOptions, this.takesComments])
      choice.set(false)
    this.#options.set(Array.from({ length: MIN_OPTIONS }, () => this.#blank()))
  }

  setOption(id: number, text: string): void {
    this.#options.update(options => options.map(each => (each.id === id ? { id, text } : each)))
  }

  /** Adds an empty option behind the others and returns its id; undefined where there is no room. */
  addOption(): number | undefined {
    if (!this.hasRoom()) return undefined
    const added = this.#blank()
    this.#options.update(options => [...options, added])
    return added.id
  }

  /** The last two stay. */
  removeOption(id: number): void {
    if (this.options().length <= MIN_OPTIONS) return
    this.#options.update(options => options.filter(each => each.id !== id))
  }

  /** The poll as the server takes it. */
  request(): PollRequest {
    const isMultiple = this.isMultiple()
    const most = this.most().trim()
    return {
      name: this.question().trim(),
      options: this.written().map(text => ({ text })),
      enforce_unique_vote: !isMultiple,
      ...(isMultiple && most !== '' && { max_votes_allowed: Number(most) }),
      voting_visibility: this.isAnonymous() ? 'anonymous' : 'public',
      allow_user_suggested_options: this.takesOptions(),
      allow_answers: this.takesComments(),
    }
  }

  #blank(): PollOptionField {
    this.#count += 1
    return { id: this.#count, text: '' }
  }
}
