import { accessToken } from './firebase.ts'
import { baseUrl, PUSHED, type PushResult, type PushSending, refusedPush } from './network.ts'
import { postText } from './post-json.ts'
import { TokenCache } from './token-cache.ts'

const TOKEN_LIFE_MS = 50 * 60_000
const SUCCESS = '80000000'
/** None of the tokens is (still) one. */
const GONE = new Set(['80300007'])

const tokens = new TokenCache()

/** Huawei's network: Push Kit, with an access token of the app. */
export async function pushByHuawei(sending: PushSending): Promise<PushResult> {
  const { field, device, push } = sending
  const appId = field('huawei_app_id')
  const secret = field('huawei_app_secret')
  const key = `${appId} ${Bun.hash(secret)}`
  const token = await tokens.get(key, TOKEN_LIFE_MS, async () => {
    const url = `${baseUrl(sending, 'auth_url', 'https://oauth-login.cloud.huawei.com')}/oauth2/v3/token`
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: secret,
    })
    const got = await postText(url, form.toString(), { 'content-type': 'application/x-www-form-urlencoded' })
    return accessToken(got.status, got.answer)
  })
  const message = {
    notification: push.notification,
    data: JSON.stringify(push.data),
    android: { notification: { ...push.notification, click_action: { type: 3 } } },
    token: [device.id],
  }
  const url = `${baseUrl(sending, 'api_url', 'https://push-api.cloud.huawei.com')}/v1/${encodeURIComponent(appId)}/messages:send`
  const { status, answer } = await postText(url, JSON.stringify({ message }), {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
  })
  const code = String(answer.code ?? '')
  if (status === 200 && code === SUCCESS) return PUSHED
  if (status === 401) tokens.forget(key)
  return refusedPush(status, `${code} ${String(answer.msg ?? '')}`, GONE.has(code))
}
