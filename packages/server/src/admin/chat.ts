import { ChatError, REQUEST_BODY_MAX_BYTES } from '@parley/protocol'
import { z } from 'zod'
import { callChat } from '../actions/chat/call-chat.ts'
import type { Given } from '../actions/chat/given.ts'
import { checkConfirmed } from '../auth/admin-sessions.ts'
import { checkRole } from '../domain/admins.ts'
import { invalidField } from '../util/invalid-input.ts'
import type { ChatCall } from './chat-calls/chat-call.ts'
import { CHAT_CALLS } from './chat-calls.ts'
import { toChatRequest } from './chat-request.ts'
import type { Call, Route } from './route.ts'

const texts = z.record(z.string(), z.string())
const anyObject = z.record(z.string(), z.unknown(), { error: 'must be an object' })

/** The chat's own API, as a server of the app would call it. */
export function registerChatRoutes(route: Route): void {
  for (const chatCall of CHAT_CALLS) {
    const { method, path, role, confirmed, summary } = chatCall
    const hasBody = method !== 'GET' && method !== 'DELETE'
    route({
      method,
      path: `/apps/{app}/chat${path}`,
      role,
      summary,
      params: texts,
      query: texts,
      bodyMaxBytes: REQUEST_BODY_MAX_BYTES,
      ...(confirmed && { confirmed }),
      ...(hasBody && { body: anyObject }),
      handle: call => pass(chatCall, call as ChatRouteCall),
    })
  }
}

type ChatRouteCall = Call<'viewer', Given['params'], Given['query'], Given['body'] | undefined>

async function pass(chatCall: ChatCall, call: ChatRouteCall) {
  const { deps, actor, app, params, query, body = {} } = call
  const { changesWith, change } = chatCall
  const given = { params, query, body }
  const isChange = change !== undefined && (changesWith === undefined || Object.hasOwn(body, changesWith))
  if (isChange) checkRole(actor.admin, 'admin')
  checkElsewhere(chatCall, body)
  if (chatCall.confirmedWith !== undefined && hasKey(body, chatCall.confirmedWith)) {
    checkConfirmed(actor, deps.clock())
  }
  return callChat(deps, actor, app, {
    request: toChatRequest(chatCall, given, call),
    endpoint: `${chatCall.method} ${chatCall.path}`,
    given,
    change: isChange ? change : undefined,
    mayHoldSecrets: chatCall.mayHoldSecrets === true,
  })
}

function checkElsewhere({ elsewhere }: ChatCall, body: Given['body']): void {
  const key = elsewhere?.keys.find(each => Object.hasOwn(body, each))
  if (key !== undefined) throw invalidField(key, `is not changed here: use ${elsewhere?.endpoint}`)
}

/** Wherever in the body it is. A body is as deep as its JSON could be read. */
function hasKey(value: unknown, key: string, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > 64) throw new ChatError('invalid_input', 'the body is nested more than 64 deep')
  if (Object.hasOwn(value, key)) return true
  return Object.values(value).some(inner => hasKey(inner, key, depth + 1))
}
