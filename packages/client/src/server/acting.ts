import type { RestRequest } from '../net/rest.ts'

/** Objects of bodies that say themselves whose they are. */
const OWNED = ['message', 'reaction', 'event'] as const

/** The request as this user's: a server says in each whom it acts for. */
export function acting(request: RestRequest, userId: string | undefined): RestRequest {
  if (userId === undefined) return request
  const { method, query, body, form } = request
  const payload = query?.payload as object | undefined
  if (form) {
    form.append('user', JSON.stringify({ id: userId }))
    return request
  }
  if (payload) return { ...request, query: { ...query, payload: { user_id: userId, ...payload } } }
  if (method === 'GET' || method === 'DELETE') return { ...request, query: { user_id: userId, ...query } }
  return { ...request, body: owned({ ...(body as object) }, userId) }
}

function owned(body: Record<string, unknown>, userId: string): object {
  const parts = OWNED.filter(key => typeof body[key] === 'object' && body[key] !== null)
  const named = parts.map(key => [key, { user_id: userId, ...(body[key] as object) }])
  return { user_id: userId, ...body, ...Object.fromEntries(named) }
}
