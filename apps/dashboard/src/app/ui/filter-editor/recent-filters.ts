import type { JsonObject } from '../parse-json-object'
import type { Noun } from './filter-table'

const MOST = 8

/** The filters that were used last in this browser, of one app, the latest first. */
export class RecentFilters {
  readonly #key: string

  constructor(app: string, noun: Noun) {
    this.#key = `parley:dashboard:filters:${app}:${noun}`
  }

  list(): readonly JsonObject[] {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? '[]')
      return Array.isArray(kept) ? kept.filter(each => typeof each === 'object' && each !== null) : []
    } catch {
      return []
    }
  }

  remember(filter: JsonObject): void {
    const text = JSON.stringify(filter)
    const others = this.list().filter(each => JSON.stringify(each) !== text)
    try {
      localStorage.setItem(this.#key, JSON.stringify([filter, ...others].slice(0, MOST)))
    } catch {
      // A private window: then they are not kept.
    }
  }
}
