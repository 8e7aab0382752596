import { baseUrl, PUSHED, type PushResult, type PushSending, refusedPush } from './network.ts'
import { postText } from './post-json.ts'

/** The target is none, or none any more. */
const GONE = new Set([20301, 21301])

/** Xiaomi's network: Mi Push, with the app's secret. */
export async function pushByXiaomi(sending: PushSending): Promise<PushResult> {
  const { field, device, push } = sending
  const { title = '', body = '' } = push.notification as { title?: unknown; body?: unknown }
  const form = new URLSearchParams({
    registration_id: device.id,
    restricted_package_name: field('xiaomi_package_name'),
    title: String(title),
    description: String(body),
    payload: JSON.stringify(push.data),
    pass_through: '0',
    notify_type: '-1',
  })
  const url = `${baseUrl(sending, 'api_url', 'https://api.xmpush.xiaomi.com')}/v3/message/regid`
  const { status, answer } = await postText(url, form.toString(), {
    authorization: `key=${field('xiaomi_app_secret')}`,
    'content-type': 'application/x-www-form-urlencoded',
  })
  if (status === 200 && answer.result === 'ok') return PUSHED
  return refusedPush(
    status,
    `${String(answer.code ?? '')} ${String(answer.reason ?? '')}`,
    GONE.has(Number(answer.code)),
  )
}
