import { SESSION_MAX_US } from '../auth/admin-sessions.ts'

const NAME = 'parley_dashboard'

/** The session's id that a browser sent; undefined when it sent none that could be one. */
export function readCookie(header: string | null): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    if (pair.slice(0, at).trim() !== NAME) continue
    const value = pair.slice(at + 1).trim()
    return /^[\w-]{43}$/.test(value) ? value : undefined
  }
  return undefined
}

/**
 * Sets the session's id, or takes it away (null). No script can read it, no other site sends it
 * along, and no other part of this server gets it.
 */
export function writeCookie(token: string | null, secure: boolean): string {
  const life = token === null ? 0 : SESSION_MAX_US / 1e6
  const attributes = [
    `${NAME}=${token ?? ''}`,
    'Path=/dashboard',
    `Max-Age=${life}`,
    'HttpOnly',
    'SameSite=Strict',
  ]
  return [...attributes, ...(secure ? ['Secure'] : [])].join('; ')
}
