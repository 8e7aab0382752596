import type { AppMode } from '../../api/types'

/** What one mode has otherwise than the other. */
export interface ModeFact {
  readonly what: string
  readonly development: string
  readonly production: string
}

export const MODE_FACTS: readonly ModeFact[] = [
  {
    what: 'Auth checks',
    development: 'On; you may disable them for a while',
    production: 'Always on: every user comes with a signed token',
  },
  {
    what: 'Playground at /',
    development: 'Open to everybody, for the server’s first app',
    production: 'Closed',
  },
  {
    what: 'Identity providers',
    development: 'https, or http on the server’s own machine',
    production: 'https only',
  },
  {
    what: 'Connections per user',
    development: '10, unless set otherwise',
    production: '50, unless set otherwise',
  },
  { what: 'Deleting the app', development: 'Possible', production: 'Not possible' },
]

/** In a sentence. */
export const MODE_MEANING: Readonly<Record<AppMode, string>> = {
  development:
    'For building: auth checks may be disabled for a while, identity providers may run on this machine, and the app can be deleted.',
  production:
    'For real people: auth checks are always on, identity providers need https, and the app can’t be deleted.',
}
