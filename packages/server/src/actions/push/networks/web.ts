import webPush from 'web-push'
import { PUSH_TIMEOUT_MS, PUSHED, type PushResult, type PushSending, refusedPush } from './network.ts'

/** A day: who was away longer sees it in the app. */
const TTL_SECONDS = 86_400

/**
 * Web push, encrypted for the browser and signed with VAPID. The address is the browser's own
 * word, so it is only gone to when it is one of the internet.
 */
export async function pushByWeb(sending: PushSending): Promise<PushResult> {
  const { field, device, push, outbound } = sending
  if (!device.webPushKeys) return { ok: false, error: 'the device has no keys', gone: true, passing: false }
  const payload = JSON.stringify({ notification: push.notification, data: push.data })
  const details = webPush.generateRequestDetails({ endpoint: device.id, keys: device.webPushKeys }, payload, {
    TTL: TTL_SECONDS,
    vapidDetails: {
      subject: field('vapid_subject'),
      publicKey: field('vapid_public_key'),
      privateKey: field('vapid_private_key'),
    },
  })
  const headers = Object.fromEntries(
    Object.entries(details.headers).map(([name, value]) => [name, String(value)]),
  )
  const { status } = await outbound.strangers.post(details.endpoint, {
    headers,
    body: new Uint8Array(details.body),
    timeoutMs: PUSH_TIMEOUT_MS,
  })
  if (status >= 200 && status < 300) return PUSHED
  return refusedPush(status, '', status === 404 || status === 410)
}
