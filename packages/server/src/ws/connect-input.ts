import { ConnectPayload, ConnectQuery, parseInput, parseJsonText } from '@parley/protocol/schemas'
import type { ConnectInput } from '../actions/connection/connect.ts'
import { type Agent, agentOf } from '../hub/agents.ts'
import type { ConnectionQuery, LiveConnection } from '../hub/connection.ts'
import type { AuthFrame } from './client-frame.ts'

/** What an address says of who connects, unchecked: a browser can't read a refused upgrade. */
export function readQuery(params: URLSearchParams): ConnectionQuery | undefined {
  const query = {
    apiKey: params.get('api_key') ?? undefined,
    authType: params.get('stream-auth-type') ?? undefined,
    token: params.get('authorization') ?? undefined,
    json: params.get('json') ?? undefined,
  }
  return Object.values(query).some(value => value !== undefined) ? query : undefined
}

/** What says which SDK it is: a browser can put it into the address only. */
export function readAgent({ headers }: Request, params: URLSearchParams): Agent {
  const sdk = params.get('x-stream-client') ?? params.get('X-Stream-Client') ?? headers.get('x-stream-client')
  return agentOf(sdk, headers.get('user-agent'))
}

/** Whether the address names somebody; otherwise the first frame has to. */
export function hasCredentials(query: ConnectionQuery | undefined): query is ConnectionQuery {
  return query !== undefined && Boolean(query.token || query.json || query.authType === 'anonymous')
}

/** @throws ChatError `invalid_input` */
export function inputOfQuery(query: ConnectionQuery, connection: LiveConnection): ConnectInput {
  const { apiKey, authType, token, json } = query
  const checked = parseInput(
    ConnectQuery,
    { api_key: apiKey, 'stream-auth-type': authType, authorization: token, json },
    'query',
  )
  const payload = isAnonymous(authType) ? {} : parseJsonText(ConnectPayload, checked.json, 'json')
  return {
    credentials: {
      apiKey,
      authType,
      token: checked.authorization ?? payload.user_token,
      // Looked up only where it is asked for: that is when the credentials are refused.
      get ip() {
        return connection.ip
      },
    },
    userId: payload.user_id,
    details: payload.user_details,
    device: payload.device,
  }
}

/** The frame's fields; the address stands in for what it lacks. */
export function inputOfFrame(frame: AuthFrame, connection: LiveConnection): ConnectInput {
  const { query } = connection
  return {
    credentials: {
      apiKey: frame.api_key ?? query?.apiKey,
      authType: frame['stream-auth-type'] ?? query?.authType,
      token: frame.authorization ?? frame.user_token ?? query?.token,
      get ip() {
        return connection.ip
      },
    },
    userId: frame.user_id,
    details: frame.user_details,
    device: frame.device,
    replyTo: frame.id,
  }
}

/** Whoever has no credential has no user to describe either; what an old session left is ignored. */
function isAnonymous(authType: string | undefined): boolean {
  return authType === 'anonymous'
}
