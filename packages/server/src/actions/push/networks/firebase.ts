import { type GoogleAccount, signGoogleAssertion } from '../../../auth/network-tokens.ts'
import type { Json } from '../../../domain/records.ts'
import { baseUrl, PUSHED, type PushResult, type PushSending, refusedPush } from './network.ts'
import { postText } from './post-json.ts'
import { TokenCache } from './token-cache.ts'

const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging'
/** Google's live an hour. */
const TOKEN_LIFE_MS = 50 * 60_000

const tokens = new TokenCache()

interface Account extends GoogleAccount {
  readonly project_id: string
}

/** Google's network: FCM v1, with an access token of the service account. */
export async function pushByFirebase(sending: PushSending): Promise<PushResult> {
  const { field, device, push } = sending
  const credentials = field('firebase_credentials')
  const account = JSON.parse(credentials) as Account
  const url = `${baseUrl(sending, 'api_url', 'https://fcm.googleapis.com')}/v1/projects/${account.project_id}/messages:send`
  const { notification, data, apns } = push
  const message = { token: device.id, notification, data, ...(apns && { apns: { payload: apns } }) }
  const key = `${account.client_email} ${Bun.hash(credentials)}`
  const token = await tokens.get(key, TOKEN_LIFE_MS, () =>
    getToken(account, baseUrl(sending, 'auth_url', '')),
  )
  const { status, answer } = await postText(url, JSON.stringify({ message }), {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  })
  if (status === 200) return PUSHED
  if (status === 401) tokens.forget(key)
  const error = (answer.error ?? {}) as { message?: unknown; details?: unknown }
  const codes = JSON.stringify(error.details ?? [])
  return refusedPush(status, String(error.message ?? ''), /UNREGISTERED|SENDER_ID_MISMATCH/.test(codes))
}

async function getToken(account: Account, authUrl: string): Promise<string> {
  const assertion = await signGoogleAssertion(account, SCOPE)
  const form = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion })
  const { status, answer } = await postText(authUrl || account.token_uri, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  })
  return accessToken(status, answer)
}

/** @throws Error when the network gives none. */
export function accessToken(status: number, answer: Json): string {
  if (status === 200 && typeof answer.access_token === 'string') return answer.access_token
  const why = answer.error_description ?? answer.error ?? ''
  throw new Error(`the network gives no access token: answered ${status} ${String(why)}`.trim())
}
