import { ChatError, CLIENT_FRAME_MAX_BYTES, errorBody, REQUEST_TIMEOUT_SECONDS } from '@parley/protocol'
import { LongPollBody, parseInput } from '@parley/protocol/schemas'
import type { ConnectionDeps } from '../actions/connection/connection-deps.ts'
import { disconnect } from '../actions/connection/disconnect.ts'
import { Deadlines } from '../util/deadlines.ts'
import { MORE_INFO_BASE } from '../util/more-info.ts'
import { parseJson } from '../util/parse-json.ts'
import { rateHeaders, unlimited } from '../util/rate-headers.ts'
import { readBody } from '../util/read-body.ts'
import { nextRequestId } from '../util/request-id.ts'
import { originOf, queryOf } from '../util/request-url.ts'
import { readAgent } from './connect-input.ts'
import { PollConnection, type PollHost, type PollResult } from './poll-connection.ts'
import { closeRestarting, connectByQuery, receive } from './session.ts'

/** How long the end of a poll connection is kept for the poll that asks about it. */
const KEEP_CLOSED_SECONDS = 60

export interface LongPollOptions {
  readonly deps: ConnectionDeps
  readonly isDraining: () => boolean
}

type Answer = { readonly status: number; readonly json: string }

/**
 * The fallback for networks without WebSocket: `GET /longpoll` connects or goes on, `POST` sends
 * frames, `DELETE` ends. The same frames, the same actions, the same close codes as a socket.
 */
export class LongPoll {
  readonly #deps: ConnectionDeps
  readonly #isDraining: () => boolean
  readonly #deadlines = new Deadlines()
  readonly #connections = new Map<string, PollConnection>()
  /** Second → ids of closed connections to forget then. */
  readonly #forgetAt = new Map<number, string[]>()
  readonly #host: PollHost

  constructor({ deps, isDraining }: LongPollOptions) {
    this.#deps = deps
    this.#isDraining = isDraining
    const { life, topics } = deps.hub
    this.#host = {
      topics,
      nowS: () => life.wheel.nowS,
      wakeAt: (connection, atS) => life.wheel.soon(connection, atS),
      onClose: (connection, code) => this.#closed(connection, code),
    }
    life.wheel.onSecond(nowS => this.#forget(nowS))
  }

  /** Answers every request to `/longpoll`; never rejects. */
  async handle(request: Request, ip: string): Promise<Response> {
    if (request.method === 'OPTIONS') return preflight(request)
    const startedAtMs = performance.now()
    const requestId = nextRequestId(request)
    let answer: Answer
    try {
      answer = await this.#route(request, ip, startedAtMs)
    } catch (error) {
      answer = this.#refusal(error, {
        durationText: since(startedAtMs),
        moreInfoBase: originOf(request) + MORE_INFO_BASE,
        requestId,
      })
    }
    return new Response(answer.json, {
      status: answer.status,
      // Polls are not counted: what they open and send is limited like a socket's.
      headers: { ...HEADERS, ...rateHeaders(unlimited(this.#deps.clock())), 'x-request-id': requestId },
    })
  }

  async #route(request: Request, ip: string, startedAtMs: number): Promise<Answer> {
    const params = queryOf(request)
    const connectionId = params.get('connection_id')
    if (request.method === 'GET' && !connectionId) return this.#connect(request, params, ip, startedAtMs)
    const connection = await this.#find(connectionId ?? '', apiKeyOf(request, params))
    if (request.method === 'GET') return this.#poll(connection, request.signal, startedAtMs)
    if (request.method === 'POST') return this.#feed(connection, await this.#body(request), startedAtMs)
    if (request.method === 'DELETE') return this.#end(connection, startedAtMs)
    throw new ChatError('not_found', `/longpoll has no ${request.method}: it takes GET, POST and DELETE`)
  }

  async #connect(
    request: Request,
    params: URLSearchParams,
    ip: string,
    startedAtMs: number,
  ): Promise<Answer> {
    const connection = new PollConnection(ip, this.#host)
    connection.query = {
      apiKey: apiKeyOf(request, params),
      authType: params.get('stream-auth-type') ?? request.headers.get('stream-auth-type') ?? undefined,
      token: params.get('authorization') ?? request.headers.get('authorization') ?? undefined,
      json: params.get('json') ?? undefined,
    }
    connection.agent = readAgent(request, params)
    this.#connections.set(connection.id, connection)
    this.#deps.hub.life.begin(connection)
    if (this.#isDraining()) closeRestarting(connection)
    else connectByQuery(this.#deps, connection)
    return this.#poll(connection, request.signal, startedAtMs)
  }

  async #poll(connection: PollConnection, signal: AbortSignal, startedAtMs: number): Promise<Answer> {
    const result = await connection.poll(signal)
    if (result.close) this.#connections.delete(connection.id)
    return { status: 200, json: pollJson(connection.id, result, startedAtMs) }
  }

  async #body(request: Request): Promise<unknown> {
    const text = await readBody(request, BODY_LIMITS, this.#deadlines)
    return text === '' ? {} : parseJson(text, 'the body')
  }

  #feed(connection: PollConnection, body: unknown, startedAtMs: number): Answer {
    const { frames } = parseInput(LongPollBody, body, 'body')
    for (const frame of frames) receive(this.#deps, connection, frame)
    return { status: 200, json: `{"duration":"${since(startedAtMs)}"}` }
  }

  #end(connection: PollConnection, startedAtMs: number): Answer {
    connection.close(1000, 'closed by the client')
    this.#connections.delete(connection.id)
    return { status: 200, json: `{"duration":"${since(startedAtMs)}"}` }
  }

  /** @throws ChatError `invalid_input` for an id that is unknown or another app's. */
  async #find(connectionId: string, apiKey: string | undefined): Promise<PollConnection> {
    const connection = this.#connections.get(connectionId)
    const app = connection && apiKey ? await this.#deps.apps.find(apiKey) : undefined
    // One that was never let in has no app yet.
    if (connection && app && (connection.appId === app.id || connection.appId === 0)) return connection
    const message =
      'connection_id is not an open long-poll connection of this api_key: it closed, or never was; connect again'
    throw new ChatError('invalid_input', message, { details: { fields: { connection_id: message } } })
  }

  #closed(connection: PollConnection, code: number): void {
    this.#deps.metrics.disconnects.inc({ code: String(code) })
    const atS = this.#host.nowS() + KEEP_CLOSED_SECONDS
    const others = this.#forgetAt.get(atS)
    if (others) others.push(connection.id)
    else this.#forgetAt.set(atS, [connection.id])
    if (this.#isDraining()) {
      this.#deps.hub.remove(connection)
      return
    }
    disconnect(this.#deps, connection).catch((error: unknown) => {
      this.#deps.log.error({ err: error }, 'could not tell that a connection closed')
    })
  }

  #forget(nowS: number): void {
    for (const [atS, ids] of this.#forgetAt) {
      if (atS > nowS) return
      this.#forgetAt.delete(atS)
      for (const id of ids) this.#connections.delete(id)
    }
  }

  #refusal(error: unknown, context: Parameters<typeof errorBody>[1]): Answer {
    if (!(error instanceof ChatError)) this.#deps.log.error({ err: error }, 'a long poll failed')
    const chatError =
      error instanceof ChatError
        ? error
        : new ChatError('internal', 'the server failed to answer', { cause: error })
    return { status: chatError.statusCode, json: JSON.stringify(errorBody(chatError, context)) }
  }
}

const HEADERS = {
  'content-type': 'application/json',
  'cache-control': 'no-store',
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset',
}

/** The answer to a browser that asks whether it may ask. */
function preflight(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': '86400',
    },
  })
}

function apiKeyOf({ headers }: Request, params: URLSearchParams): string | undefined {
  return params.get('api_key') ?? headers.get('x-api-key') ?? undefined
}

function since(startedAtMs: number): string {
  return `${(performance.now() - startedAtMs).toFixed(2)}ms`
}

/** Frames are JSON already. */
function pollJson(connectionId: string, { frames, close }: PollResult, startedAtMs: number): string {
  const end = close ? `,"close":${JSON.stringify(close)}` : ''
  return `{"connection_id":"${connectionId}","events":[${frames.join(',')}]${end},"duration":"${since(startedAtMs)}"}`
}

/** A batch of frames may take what one frame may. */
const BODY_LIMITS = { maxBytes: CLIENT_FRAME_MAX_BYTES, timeoutMs: REQUEST_TIMEOUT_SECONDS * 1000 }
