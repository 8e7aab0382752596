import { computed, signal } from '@angular/core'
import type { ChangeLine } from '../../ui/review-changes'
import { effectiveIds, type Level, levelOf, withLevel, withModifiers } from './grant-levels'
import type { GrantRow, Grants } from './grants-rows'

/** What the server has of one scope. */
export interface SavedGrants {
  /** Of a channel: its own modifiers. */
  readonly grants: Grants
  /** Of a channel: what its type grants; undefined elsewhere. */
  readonly inherited: Grants | undefined
  /** What the scope began with. */
  readonly defaults: Grants
}

const NOTHING: SavedGrants = { grants: {}, inherited: undefined, defaults: {} }
const NO_IDS: readonly string[] = []

/** The grants of one scope while somebody changes them. */
export class GrantsDraft {
  readonly #saved = signal(NOTHING)
  readonly #edits = signal<Grants>({})

  /** Roles whose ids are not what they were, with the new ones. */
  readonly changed = computed<Grants>(() => {
    const { grants } = this.#saved()
    const differs = ([role, ids]: [string, readonly string[]]) => !isSame(ids, grants[role] ?? NO_IDS)
    return Object.fromEntries(Object.entries(this.#edits()).filter(differs))
  })

  begin(saved: SavedGrants): void {
    this.#saved.set(saved)
    this.#edits.set({})
  }

  discard(): void {
    this.#edits.set({})
  }

  /** Everything as it began; a channel leaves everything to its type. */
  reset(): void {
    const { grants, inherited, defaults } = this.#saved()
    const roles = new Set([...Object.keys(grants), ...Object.keys(defaults)])
    const begun = [...roles].map(role => [role, inherited ? NO_IDS : (defaults[role] ?? NO_IDS)] as const)
    this.#edits.set(Object.fromEntries(begun))
  }

  level(role: string, row: GrantRow): Level {
    return levelOf(this.#effective(this.#ids(role), role), row)
  }

  savedLevel(role: string, row: GrantRow): Level {
    return levelOf(this.#effective(this.#saved().grants[role] ?? NO_IDS, role), row)
  }

  /** What it would be if nobody had said otherwise in this scope. */
  baseLevel(role: string, row: GrantRow): Level {
    const { inherited, defaults } = this.#saved()
    return levelOf((inherited ?? defaults)[role] ?? NO_IDS, row)
  }

  set(role: string, row: GrantRow, level: Level): void {
    const { grants, inherited } = this.#saved()
    const before = grants[role] ?? NO_IDS
    const ids = inherited
      ? withModifiers(inherited[role] ?? NO_IDS, this.#ids(role), row, level, before)
      : withLevel(this.#ids(role), row, level, before)
    this.#edits.update(edits => ({ ...edits, [role]: ids }))
  }

  /** What is shown before it is saved, role by role. */
  lines(rows: readonly GrantRow[]): ChangeLine[] {
    return Object.keys(this.changed()).flatMap(role =>
      rows
        .filter(row => this.level(role, row) !== this.savedLevel(role, row))
        .map(row => ({
          what: `${role} · ${row.title}`,
          before: levelWords(this.savedLevel(role, row), row),
          after: levelWords(this.level(role, row), row),
        })),
    )
  }

  /** All grants of the scope as they will be; a channel's modifiers. */
  merged(): Grants {
    const all = { ...this.#saved().grants, ...this.changed() }
    return Object.fromEntries(Object.entries(all).filter(([, ids]) => ids.length > 0))
  }

  #ids(role: string): readonly string[] {
    return this.#edits()[role] ?? this.#saved().grants[role] ?? NO_IDS
  }

  #effective(ids: readonly string[], role: string): readonly string[] {
    const { inherited } = this.#saved()
    return inherited ? effectiveIds(inherited[role] ?? NO_IDS, ids) : ids
  }
}

export function levelWords(level: Level, { ownWords }: Pick<GrantRow, 'ownWords'>): string {
  if (level === 'own') return `yes, ${ownWords}`
  return level === 'all' ? 'yes' : 'no'
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every(id => other.includes(id))
}
