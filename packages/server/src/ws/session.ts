import { ChatError, CLOSE_CODES } from '@parley/protocol'
import { connect } from '../actions/connection/connect.ts'
import type { ConnectionDeps } from '../actions/connection/connection-deps.ts'
import { refreshToken } from '../actions/connection/refresh-token.ts'
import { upgradeUser } from '../actions/connection/upgrade-user.ts'
import type { LiveConnection } from '../hub/connection.ts'
import { closeWithError, errorFrame } from '../hub/error-frame.ts'
import { healthFrame } from '../hub/life.ts'
import { invalidField } from '../util/invalid-input.ts'
import { toRfc3339 } from '../util/time.ts'
import { type AnyClientFrame, parseFrame, peek } from './client-frame.ts'
import { inputOfFrame, inputOfQuery } from './connect-input.ts'

/** Frames that a client may have on the way before the first of them is answered. */
const MAX_WAITING = 100
/** More frames than this in one second are an attack or a loop. */
const MAX_FRAMES_PER_SECOND = 200

type Frame<Type extends AnyClientFrame['type']> = Extract<AnyClientFrame, { type: Type }>

/**
 * Takes one value that a client sent. Frames of a connection are worked on one after another, in
 * the order they came; a sign of life is answered at once.
 */
export function receive(deps: ConnectionDeps, connection: LiveConnection, value: unknown): void {
  // A late frame of a connection that is over.
  if (connection.isClosed) return
  if (!isWithinRate(deps, connection)) return
  if (!connection.waiting) {
    work(deps, connection, value)
  } else if (connection.waiting.length < MAX_WAITING) {
    connection.waiting.push(value)
  } else {
    closeWithError(connection, tooMany(), 'too_many')
  }
}

/** Lets in whom the address of the connection names. */
export function connectByQuery(deps: ConnectionDeps, connection: LiveConnection): void {
  const { query } = connection
  connection.query = undefined
  if (query)
    run(deps, connection, undefined, () => connect(deps, connection, inputOfQuery(query, connection)))
}

function isWithinRate(deps: ConnectionDeps, connection: LiveConnection): boolean {
  const { nowS } = deps.hub.life.wheel
  if (connection.heardAtS !== nowS) connection.framesInSecond = 0
  connection.heardAtS = nowS
  connection.framesInSecond++
  if (connection.framesInSecond <= MAX_FRAMES_PER_SECOND) return true
  closeWithError(connection, tooMany(), 'too_many')
  return false
}

function tooMany(): ChatError {
  return new ChatError('rate_limited', 'too many frames at once; send fewer and wait for their answers', {
    details: { retry_after: 1, limit: MAX_FRAMES_PER_SECOND, scope: 'frames' },
  })
}

function work(deps: ConnectionDeps, connection: LiveConnection, value: unknown): void {
  let frame: AnyClientFrame
  try {
    frame = parseFrame(value)
  } catch (error) {
    refuseFrame(deps, connection, value, error)
    return
  }
  if (frame.type === 'auth') authenticateFirst(deps, connection, frame)
  else if (!connection.isReady) connection.send(errorFrame(notYet(frame.type), frame.id))
  else workReady(deps, connection, frame)
}

/** Wrong credentials end a connection, anything else wrong does not. */
function refuseFrame(deps: ConnectionDeps, connection: LiveConnection, value: unknown, error: unknown): void {
  const { id, type } = peek(value)
  const chatError = toChatError(deps, error)
  if (type === 'auth' && !connection.isReady) closeWithError(connection, chatError, 'bad_request', id)
  else connection.send(errorFrame(chatError, id))
}

function notYet(type: string): ChatError {
  return new ChatError(
    'auth_failed',
    `the connection has no user yet, so ${type} must wait: the first frame is {"type":"auth", …} with api_key and credentials`,
  )
}

function authenticateFirst(deps: ConnectionDeps, connection: LiveConnection, frame: Frame<'auth'>): void {
  if (connection.isReady) {
    const problem = `auth comes once: the connection is user "${connection.userId}" already; send token.refresh, user.upgrade, or open another one`
    connection.send(errorFrame(invalidField('type', problem), frame.id))
    return
  }
  const input = inputOfFrame(frame, connection)
  connection.query = undefined
  run(deps, connection, frame.id, () => connect(deps, connection, input))
}

function workReady(
  deps: ConnectionDeps,
  connection: LiveConnection,
  frame: Exclude<AnyClientFrame, { type: 'auth' }>,
): void {
  if (frame.type === 'health.check') connection.send(healthFrame(connection.id, deps.clock(), frame.id))
  else if (frame.type === 'token.refresh')
    run(deps, connection, frame.id, () => refresh(deps, connection, frame))
  else run(deps, connection, frame.id, () => upgrade(deps, connection, frame))
}

async function refresh(
  deps: ConnectionDeps,
  connection: LiveConnection,
  frame: Frame<'token.refresh'>,
): Promise<void> {
  const expiresAtSeconds = await refreshToken(deps, connection, { token: frame.token, ip: connection.ip })
  const expiresAt = expiresAtSeconds === undefined ? undefined : toRfc3339(expiresAtSeconds * 1_000_000)
  const event = {
    type: 'token.refreshed',
    created_at: toRfc3339(deps.clock()),
    expires_at: expiresAt,
    reply_to: frame.id,
  }
  connection.send(JSON.stringify(event))
}

async function upgrade(
  deps: ConnectionDeps,
  connection: LiveConnection,
  frame: Frame<'user.upgrade'>,
): Promise<void> {
  const { token, user_details: details, merge = false, id } = frame
  const upgraded = await upgradeUser(deps, connection, { token, details, merge, ip: connection.ip })
  if (!upgraded || connection.isClosed) return
  const head = { type: 'user.upgraded', created_at: toRfc3339(deps.clock()), connection_id: connection.id }
  const tail = { lost_channels: upgraded.lostChannels, reply_to: id }
  connection.send(
    `${JSON.stringify(head).slice(0, -1)},"me":${upgraded.meJson},${JSON.stringify(tail).slice(1)}`,
  )
}

/** Runs what takes a while; what the client sends meanwhile waits for its end. */
function run(
  deps: ConnectionDeps,
  connection: LiveConnection,
  replyTo: string | undefined,
  job: () => Promise<void>,
): void {
  connection.waiting ??= []
  const startedAtMs = performance.now()
  attempt(job)
    .catch((error: unknown) => {
      if (connection.isClosed) return
      const chatError = toChatError(deps, error)
      if (!connection.isReady) closeWithError(connection, chatError, undefined, replyTo)
      else
        connection.send(errorFrame(chatError, replyTo, `${(performance.now() - startedAtMs).toFixed(2)}ms`))
    })
    .finally(() => resume(deps, connection))
}

/** What throws at once rejects like what throws later. */
async function attempt(job: () => Promise<void>): Promise<void> {
  await job()
}

function resume(deps: ConnectionDeps, connection: LiveConnection): void {
  const waiting = connection.waiting ?? []
  connection.waiting = undefined
  for (let at = 0; at < waiting.length; at++) {
    if (connection.isClosed) return
    work(deps, connection, waiting[at])
    // That one takes a while, too: what is left goes on waiting behind it.
    const later = connection.waiting as unknown[] | undefined
    if (later) {
      later.push(...waiting.slice(at + 1))
      return
    }
  }
}

function toChatError(deps: ConnectionDeps, error: unknown): ChatError {
  if (error instanceof ChatError) {
    if (error.errorName === 'internal') deps.log.error({ err: error }, 'a frame could not be answered')
    return error
  }
  deps.log.error({ err: error }, 'a frame could not be answered')
  return new ChatError('internal', 'the server failed to answer this frame', { cause: error })
}

/** Tells a client that its message ends the connection. */
export function refuseMessage(deps: ConnectionDeps, connection: LiveConnection, error: unknown): void {
  closeWithError(connection, toChatError(deps, error), 'bad_request')
}

/** The close of a server that goes down. */
export function closeRestarting(connection: LiveConnection): void {
  connection.close(CLOSE_CODES.restarting.code, CLOSE_CODES.restarting.reason)
}
