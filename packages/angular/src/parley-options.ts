import { InjectionToken } from '@angular/core'
import type { ClientOptions } from '@parley/client'
import type { Texts } from './texts/texts'

/** What an app tells Parley once; `ClientOptions` say where the server is. */
export interface ParleyOptions extends ClientOptions {
  /** The app's public key, for apps that want to keep it in one place; `init` takes one, too. */
  apiKey?: string
  /** The language; English unless given. */
  texts?: Texts
  /** `auto`, the default, follows the system. */
  theme?: 'light' | 'dark' | 'auto'
}

/** The options of `provideParley`; empty where it was not called. */
export const PARLEY_OPTIONS = new InjectionToken<ParleyOptions>('PARLEY_OPTIONS', {
  providedIn: 'root',
  factory: () => ({}),
})
