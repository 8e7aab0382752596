import { Injectable, inject } from '@angular/core'
import { Api } from '../../api/api'
import type { FilterTable, Noun } from './filter-table'

/** Asked of the server once: they change with its version only. */
@Injectable({ providedIn: 'root' })
export class FilterFields {
  readonly #api = inject(Api)
  #tables: Promise<Readonly<Record<Noun, FilterTable>>> | undefined

  /** @throws ApiError */
  async of(noun: Noun): Promise<FilterTable> {
    this.#tables ??= this.#api.get<Readonly<Record<Noun, FilterTable>>>('/filter_fields')
    try {
      return (await this.#tables)[noun]
    } catch (error) {
      // The next who asks tries again.
      this.#tables = undefined
      throw error
    }
  }
}
