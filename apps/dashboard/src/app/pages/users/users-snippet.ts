/** How users come to be there, from a backend. */
export const CREATE_SNIPPET = `import { ServerClient } from '@parley/client/server'

const parley = new ServerClient('API_KEY', process.env.PARLEY_API_SECRET, {
  baseURL: process.env.PARLEY_URL,
})
await parley.upsertUser({ id: 'bender', name: 'Bender', role: 'user' })`
