import { computed, inject, type Signal } from '@angular/core'
import { Router } from '@angular/router'
import { type JsonObject, parseJsonObject } from '../parse-json-object'

/** What a list is searched by, in the page's address: it can be passed on, and stays when one comes back. */
export interface ListAddress {
  /** The filter that stands there; an empty one where there is none, or what can't be read. */
  readonly filter: Signal<JsonObject>
  /** Changes parts of what stands behind the "?"; null takes one away. */
  look(changed: Readonly<Record<string, string | null>>): void
  setFilter(filter: JsonObject): void
  setSearch(text: string): void
}

/** `filter` is the part of the address that has it. To be called where things are injected. */
export function listAddress(filter: Signal<string | undefined>): ListAddress {
  const router = inject(Router)
  const look: ListAddress['look'] = queryParams =>
    void router.navigate([], { queryParams, queryParamsHandling: 'merge', replaceUrl: true })
  return {
    filter: computed(() => parseJsonObject(filter() ?? '').value ?? {}),
    look,
    setFilter: wanted => look({ filter: Object.keys(wanted).length === 0 ? null : JSON.stringify(wanted) }),
    setSearch: text => look({ q: text || null }),
  }
}
