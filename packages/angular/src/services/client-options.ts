import type { ClientOptions } from '@parley/client'
import type { ParleyOptions } from '../parley-options'

/** What a client is made with. */
export interface ClientKey {
  apiKey: string
  options: ClientOptions
}

/** The options of one `init` over those of the app. */
export function clientKey(apiKey: string, given: ParleyOptions, own: ClientOptions): ClientKey {
  const { apiKey: _, texts: __, theme: ___, ...options } = given
  return { apiKey, options: { ...options, ...own } }
}

/** Whether a client made with the one serves for the other. */
export function isSameClient(a: ClientKey, b: ClientKey): boolean {
  const names = new Set([...Object.keys(a.options), ...Object.keys(b.options)]) as Set<keyof ClientOptions>
  return a.apiKey === b.apiKey && [...names].every(name => a.options[name] === b.options[name])
}
