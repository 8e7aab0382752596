import { type ClientHttp2Session, connect, constants } from 'node:http2'
import { signAppleToken } from '../../../auth/network-tokens.ts'
import {
  baseUrl,
  PUSH_TIMEOUT_MS,
  PUSHED,
  type PushResult,
  type PushSending,
  refusedPush,
} from './network.ts'
import { TokenCache } from './token-cache.ts'

/** Apple takes a token between 20 and 60 minutes old. */
const TOKEN_LIFE_MS = 40 * 60_000
const IDLE_MS = 60_000
const ANSWER_MAX_CHARS = 4_096

const tokens = new TokenCache()
const sessions = new Map<string, ClientHttp2Session>()

/** Apple's network: HTTP/2, a token signed with the team's key. */
export async function pushByApn(sending: PushSending): Promise<PushResult> {
  const { field, device, push } = sending
  const standard = field('apn_development') === 'true' ? 'api.sandbox.push.apple.com' : 'api.push.apple.com'
  const session = sessionOf(baseUrl(sending, 'api_url', `https://${standard}`))
  const { status, reason } = await request(
    session,
    {
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: `/3/device/${encodeURIComponent(device.id)}`,
      authorization: `bearer ${await tokenOf(sending)}`,
      'apns-topic': field('apn_topic'),
      'apns-push-type': 'alert',
      'apns-priority': '10',
      'content-type': 'application/json',
    },
    JSON.stringify({ ...push.notification, stream: push.data }),
  )
  if (status === 200) return PUSHED
  return refusedPush(status, reason, status === 410 || GONE.has(reason))
}

const GONE = new Set(['BadDeviceToken', 'Unregistered', 'DeviceTokenNotForTopic'])

function tokenOf({ field }: PushSending): Promise<string> {
  const [key, keyId, teamId] = [field('apn_auth_key'), field('apn_key_id'), field('apn_team_id')]
  return tokens.get(`${teamId} ${keyId} ${Bun.hash(key)}`, TOKEN_LIFE_MS, () =>
    signAppleToken({ key, keyId, teamId }),
  )
}

/** One connection per address, which closes when nothing was sent for a while. */
function sessionOf(url: string): ClientHttp2Session {
  const known = sessions.get(url)
  if (known && !known.closed && !known.destroyed) return known
  const session = connect(url)
  sessions.set(url, session)
  const forget = () => {
    if (sessions.get(url) === session) sessions.delete(url)
    session.destroy()
  }
  session.setTimeout(IDLE_MS, forget)
  session.on('error', forget).on('goaway', forget).on('close', forget)
  session.unref()
  return session
}

/** Ends the connections, for a server that stops. */
export function closeApnConnections(): void {
  for (const session of sessions.values()) session.destroy()
  sessions.clear()
}

function request(
  session: ClientHttp2Session,
  headers: Readonly<Record<string, string>>,
  body: string,
): Promise<{ status: number; reason: string }> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers)
    let status = 0
    let answer = ''
    const timer = setTimeout(() => {
      stream.close(constants.NGHTTP2_CANCEL)
      reject(new Error('no answer in time'))
    }, PUSH_TIMEOUT_MS)
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
    }
    session.once('error', fail)
    stream.setEncoding('utf8')
    stream.on('response', head => {
      status = Number(head[constants.HTTP2_HEADER_STATUS])
    })
    stream.on('data', (chunk: string) => {
      if (answer.length < ANSWER_MAX_CHARS) answer += chunk
    })
    stream.on('error', fail)
    stream.on('end', () => {
      clearTimeout(timer)
      session.off('error', fail)
      resolve({ status, reason: reasonOf(answer) })
    })
    stream.end(body)
  })
}

function reasonOf(answer: string): string {
  try {
    return String((JSON.parse(answer) as { reason?: unknown }).reason ?? '')
  } catch {
    return ''
  }
}
