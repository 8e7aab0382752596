import { computed, signal } from '@angular/core'
import type { Command, UserResponse } from '@parley/client'
import { matchingCommands } from './commands'
import { matchingPeople } from './mentions'
import { type SuggestionTrigger, triggerAt } from './suggestion-trigger'

/** Something to choose while one types. */
export type Suggestion =
  | { readonly kind: 'mention'; readonly id: string; readonly user: UserResponse }
  | { readonly kind: 'command'; readonly id: string; readonly command: Command }

/** Where suggestions come from. */
export interface SuggestionSource {
  readonly commands: () => readonly Command[]
  /** Those who are known already. */
  readonly people: () => readonly UserResponse[]
  /** Asks the server for more. */
  readonly findPeople: (term: string) => Promise<readonly UserResponse[]>
}

/** How long nothing was typed before the server is asked. */
const PAUSE_MS = 150
const MOST = 8

/** People and commands that fit what is being typed, and which of them is chosen by Enter. */
export class Suggestions {
  readonly #source: SuggestionSource
  readonly #trigger = signal<SuggestionTrigger | undefined>(undefined)
  readonly #found = signal<readonly UserResponse[]>([])
  readonly #index = signal(0)
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What Escape closed: it stays closed until something else is typed. */
  #dismissed: string | undefined

  /** What is being typed; undefined where nothing is suggested for it. */
  readonly trigger = this.#trigger.asReadonly()
  readonly items = computed(() => this.#items())
  readonly index = computed(() => Math.min(this.#index(), Math.max(0, this.items().length - 1)))
  readonly isOpen = computed(() => this.items().length > 0)

  constructor(source: SuggestionSource) {
    this.#source = source
  }

  /** Says what stands in the box, and where the caret is. */
  look(text: string, caret: number): void {
    const trigger = triggerAt(text, caret, this.#source.commands().length > 0)
    const key = trigger && keyOf(trigger)
    if (key !== this.#dismissed) this.#dismissed = undefined
    const before = this.#trigger()
    if (!trigger || this.#dismissed !== undefined) {
      this.close()
      return
    }
    this.#trigger.set(trigger)
    if (before && keyOf(before) === key) return
    this.#index.set(0)
    if (trigger.kind === 'mention') this.#ask(trigger.term)
  }

  move(step: 1 | -1): void {
    const { length } = this.items()
    this.#index.set((this.index() + step + length) % length)
  }

  point(index: number): void {
    this.#index.set(index)
  }

  /** Closes the list until something else is typed. */
  dismiss(): void {
    const trigger = this.#trigger()
    this.#dismissed = trigger && keyOf(trigger)
    this.close()
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#trigger.set(undefined)
    this.#found.set([])
  }

  #items(): readonly Suggestion[] {
    const trigger = this.#trigger()
    if (!trigger) return []
    if (trigger.kind === 'command') {
      return matchingCommands(trigger.term, this.#source.commands()).map(command => ({
        kind: 'command',
        id: command.name,
        command,
      }))
    }
    const all = new Map([...this.#source.people(), ...this.#found()].map(user => [user.id, user]))
    return matchingPeople(trigger.term, [...all.values()], MOST).map(user => ({
      kind: 'mention',
      id: user.id,
      user,
    }))
  }

  #ask(term: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#find(term), PAUSE_MS)
  }

  /** Without an answer there are those who are known. */
  async #find(term: string): Promise<void> {
    const found = await this.#source.findPeople(term).catch(() => [])
    if (this.#trigger()?.term === term) this.#found.set(found)
  }
}

function keyOf({ kind, term, start }: SuggestionTrigger): string {
  return `${kind} ${start} ${term}`
}
