// The house, as data (see CONTRIBUTING.md). Change it here when a room or a package is added.

/** What each package may import of the others. A package that is not named here (testkit, bench, examples) may import anything. */
export const PACKAGES = {
  protocol: { workspace: [], builtins: false },
  // Only the entry without zod: a browser bundle must not carry the schemas.
  client: { workspace: ['@parley/protocol'], builtins: false },
  angular: { workspace: ['@parley/client', '@parley/protocol'], builtins: false },
  server: { workspace: ['@parley/protocol', '@parley/protocol/schemas'], builtins: true },
}

/** The rooms of packages/server/src, top floor first. A room imports rooms of lower floors, and itself. */
export const FLOORS = [
  ['main', 'cli'],
  ['http', 'ws', 'admin'],
  ['hooks'],
  ['actions'],
  ['auth'],
  ['hub'],
  ['store', 'bus', 'files'],
  ['domain'],
  ['util'],
]

/** Files directly in packages/server/src (main.ts, config.ts, …) are wiring, as is the command line. */
export const WIRING = ['main', 'cli']

/** Files of the edges that put the nouns together, and so import them all. */
export const ASSEMBLIES = ['http/app.ts', 'ws/app.ts', 'admin/app.ts']

/** Libraries that belong to certain rooms of the server. */
export const CONFINED_LIBRARIES = [
  {
    names: ['kysely', 'pg', 'bun:sqlite'],
    rooms: ['store', ...WIRING],
    wayOut: 'ask the Store interface for what you need',
  },
  { names: ['redis', 'ioredis'], rooms: ['bus', ...WIRING], wayOut: 'go through the Bus interface' },
  {
    names: ['hono', '@hono'],
    rooms: ['http', 'ws', 'admin'],
    wayOut: 'take and return plain values; http translates',
  },
  {
    names: ['sharp', 'file-type'],
    rooms: ['files', ...WIRING],
    wayOut: 'ask the Files interface for what you need',
  },
  { names: ['jose'], rooms: ['auth'], wayOut: 'call a function of auth/' },
  { names: ['commander'], rooms: WIRING, wayOut: 'parse the command line in cli/ and pass values down' },
]

/** Rooms that others know by an interface only; what lies behind it is chosen by the wiring. */
export const INTERFACES = { store: 'store/store.ts', bus: 'bus/bus.ts', files: 'files/files.ts' }

/** What a pure place does not touch: it is given the time, random values and data. */
export const IMPURE_CODE = [
  {
    pattern: /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|\bperformance\.now\b|\bTemporal\.Now\b/g,
    what: 'reads the clock',
  },
  { pattern: /\b(?:setTimeout|setInterval|setImmediate|queueMicrotask)\s*\(/g, what: 'sets a timer' },
  {
    pattern: /\bMath\.random\b|\b(?:crypto\.)?(?:randomUUID|getRandomValues|randomBytes)\s*\(/g,
    what: 'makes random values',
  },
  {
    pattern: /(?<![.\w])fetch\s*\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/g,
    what: 'uses the network',
  },
  { pattern: /(?<![.\w'])(?:Bun|process)\./g, what: 'uses the runtime it happens to run on' },
  {
    pattern: /(?<![.\w])(?:window|document|localStorage|sessionStorage|navigator)\./g,
    what: 'uses the browser',
  },
]

/** Modules of Node that compute and nothing else. */
export const PURE_BUILTINS = ['node:assert', 'node:buffer', 'node:crypto', 'node:util']

/** Names that give access to stored secrets; only these rooms may use them. */
export const SECRETS = {
  pattern: /\b(?:SecretRecord|listSecrets)\b/g,
  rooms: ['auth', 'store', 'domain'],
  wayOut: 'let a function of auth/ use the secret and return the result',
}
