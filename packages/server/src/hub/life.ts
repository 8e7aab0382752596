import {
  AUTH_FRAME_TIMEOUT_SECONDS,
  ChatError,
  CLOSE_CODES,
  LAST_ACTIVE_REFRESH_SECONDS,
  SEND_BUFFER_MAX_BYTES,
  SILENT_CLOSE_SECONDS,
} from '@parley/protocol'
import { toRfc3339 } from '../util/time.ts'
import { CLOSED, type LiveConnection, READY } from './connection.ts'
import { closeWithError } from './error-frame.ts'
import type { Topics } from './topics.ts'
import { ROUND_SECONDS, Wheel } from './wheel.ts'

/** Published characters that make a look at everybody's buffers worth it; fewer can't fill one. */
const LOOK_AFTER_CHARS = SEND_BUFFER_MAX_BYTES / 4

/** What a connection must do to live: authenticate, speak, read, and hold a token that is not over. */
export class Life {
  readonly wheel: Wheel
  readonly #touch: (connection: LiveConnection, atUs: number) => void

  constructor(nowMs: number, touch: (connection: LiveConnection, atUs: number) => void) {
    this.#touch = touch
    this.wheel = new Wheel(
      { visit: (c, nowS) => this.#visit(c, nowS), due: (c, nowS) => this.look(c, nowS) },
      nowMs,
    )
  }

  begin(connection: LiveConnection): void {
    connection.openedAtS = connection.heardAtS = this.wheel.nowS
    this.wheel.add(connection)
    this.wheel.soon(connection, connection.openedAtS + AUTH_FRAME_TIMEOUT_SECONDS)
  }

  end(connection: LiveConnection): void {
    this.wheel.remove(connection)
  }

  /** Ends what has to end, and sees to it that the next moment that matters is not missed. */
  look(connection: LiveConnection, nowS: number): void {
    if (connection.state === READY) this.#lookAtUser(connection, nowS)
    else if (connection.state !== CLOSED) this.#lookAtStranger(connection, nowS)
  }

  #lookAtUser(connection: LiveConnection, nowS: number): void {
    if (connection.expiresAtS > 0 && nowS >= connection.expiresAtS) expire(connection)
    else if (nowS - connection.heardAtS >= SILENT_CLOSE_SECONDS) closeSilent(connection)
    else this.#lookAhead(connection, nowS)
  }

  #lookAhead(connection: LiveConnection, nowS: number): void {
    connection.timePassed(nowS)
    if (connection.expiringNoticeAtS > 0 && nowS >= connection.expiringNoticeAtS)
      noticeExpiry(connection, nowS)
    this.wheel.soon(connection, nextMoment(connection))
  }

  /** Closes who leaves too much unread; what waits is still delivered, then the close frame. */
  checkReaders(topics: Topics): void {
    if (topics.published < LOOK_AFTER_CHARS) return
    topics.published = 0
    this.wheel.forEach(connection => {
      if (connection.bufferedBytes() > SEND_BUFFER_MAX_BYTES) closeSlow(connection)
    })
  }

  #visit(connection: LiveConnection, nowS: number): void {
    if (connection.state === READY) {
      connection.send(healthFrame(connection.id, nowS * 1_000_000))
      const age = nowS - connection.openedAtS
      if (age >= ROUND_SECONDS && age % LAST_ACTIVE_REFRESH_SECONDS < ROUND_SECONDS) {
        this.#touch(connection, nowS * 1_000_000)
      }
    }
    this.look(connection, nowS)
  }

  #lookAtStranger(connection: LiveConnection, nowS: number): void {
    const deadlineS = connection.openedAtS + AUTH_FRAME_TIMEOUT_SECONDS
    if (nowS < deadlineS) {
      this.wheel.soon(connection, deadlineS)
      return
    }
    const message = `no credentials within ${AUTH_FRAME_TIMEOUT_SECONDS} s: send {"type":"auth", …} as the first frame, or put them into the query`
    closeWithError(connection, new ChatError('auth_failed', message))
  }
}

/** The sign of life of the server, and its answer to the client's. */
export function healthFrame(connectionId: string, atUs: number, replyTo?: string): string {
  const tail = replyTo === undefined ? '' : `,"reply_to":${JSON.stringify(replyTo)}`
  return `{"type":"health.check","connection_id":"${connectionId}","cid":"*","created_at":"${toRfc3339(atUs)}"${tail}}`
}

/** Ends a connection that leaves too much unread; what waits goes out before the close frame. */
export function closeSlow(connection: LiveConnection): void {
  connection.isTooSlow = true
  connection.close(CLOSE_CODES.unresponsive.code, 'too slow to read')
}

function expire(connection: LiveConnection): void {
  const expiredAt = toRfc3339(connection.expiresAtS * 1_000_000)
  const details = { reason: 'expired', expired_at: expiredAt }
  closeWithError(connection, new ChatError('token_expired', `the token expired at ${expiredAt}`, { details }))
}

function closeSilent(connection: LiveConnection): void {
  connection.close(CLOSE_CODES.unresponsive.code, `silent for ${SILENT_CLOSE_SECONDS} s`)
}

function noticeExpiry(connection: LiveConnection, nowS: number): void {
  connection.expiringNoticeAtS = 0
  connection.send(
    JSON.stringify({
      type: 'connection.token_expiring',
      created_at: toRfc3339(nowS * 1_000_000),
      expires_at: toRfc3339(connection.expiresAtS * 1_000_000),
    }),
  )
}

function nextMoment(connection: LiveConnection): number {
  let next = connection.heardAtS + SILENT_CLOSE_SECONDS
  if (connection.expiresAtS > 0) next = Math.min(next, connection.expiresAtS)
  if (connection.expiringNoticeAtS > 0) next = Math.min(next, connection.expiringNoticeAtS)
  return next
}
