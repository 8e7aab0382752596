import { ChatError } from '@parley/protocol'
import type { Given } from '../actions/chat/given.ts'
import { invalidField } from '../util/invalid-input.ts'
import { rawPathOf } from '../util/request-url.ts'
import type { ChatCall } from './chat-calls/chat-call.ts'

/** What a connection or a token is named by: the dashboard has neither. */
const CREDENTIALS = ['connection_id', 'api_key', 'authorization', 'stream-auth-type']

/** Where this server was reached, and what of the admin's request goes along. No header of it does. */
interface Origin {
  readonly serverUrl: string
  readonly requestId: string
  readonly origin: { readonly userAgent: string }
}

/**
 * The request that the chat is to answer, made anew of what was understood of the admin's.
 * @throws ChatError `not_found` for parts of the path that lead elsewhere; `invalid_input`
 */
export function toChatRequest({ method, path }: ChatCall, given: Given, from: Origin): Request {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => segmentOf(given.params[name] ?? ''))
  const query = new URLSearchParams(given.query)
  for (const name of CREDENTIALS) query.delete(name)
  const base = from.serverUrl === '' ? 'http://localhost' : from.serverUrl
  const headers = {
    'x-request-id': from.requestId,
    'user-agent': from.origin.userAgent,
    'content-type': 'application/json',
  }
  const hasBody = method !== 'GET' && method !== 'DELETE'
  const request = new Request(`${new URL(base).origin}${filled}?${query}`, {
    method,
    headers,
    ...(hasBody && { body: jsonOf(given.body) }),
  })
  // Whoever reads an address may take parts of it away, such as dots.
  if (rawPathOf(request) !== filled) throw elsewhere(filled)
  return request
}

/** Part of a path that stays one part, whatever is in it. */
function segmentOf(value: string): string {
  if (value === '' || value === '.' || value === '..') throw elsewhere(value)
  return encodeURIComponent(value.toWellFormed())
}

function elsewhere(path: string): ChatError {
  return new ChatError('not_found', `${JSON.stringify(path.slice(0, 200))} leads nowhere in the chat’s API`)
}

function jsonOf(body: Given['body']): string {
  try {
    return JSON.stringify(body)
  } catch (cause) {
    if (cause instanceof RangeError) throw invalidField('the body', 'is nested too deeply')
    throw cause
  }
}
