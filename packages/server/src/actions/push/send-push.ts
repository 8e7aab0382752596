import type { PushProviderName } from '@parley/protocol'
import { PUSH_SECRETS, type PushProvider } from '../../domain/push-providers.ts'
import type { DeviceRecord } from '../../domain/records.ts'
import { errorText } from '../../util/error-text.ts'
import type { Deps } from '../deps.ts'
import { pushByApn } from './networks/apn.ts'
import { pushByFirebase } from './networks/firebase.ts'
import { pushByHuawei } from './networks/huawei.ts'
import type { PushNetwork, PushResult } from './networks/network.ts'
import { pushByWeb } from './networks/web.ts'
import { pushByXiaomi } from './networks/xiaomi.ts'
import { pushSecretOwner } from './providers.ts'
import type { RenderedPush } from './render-push.ts'

const NETWORKS: Readonly<Record<PushProviderName, PushNetwork>> = {
  apn: pushByApn,
  firebase: pushByFirebase,
  huawei: pushByHuawei,
  xiaomi: pushByXiaomi,
  web: pushByWeb,
}

/**
 * Sends one push to one device: once more when the network has a hiccup, and never again to a
 * device that the network does not know.
 */
export async function sendPush(
  deps: Deps,
  provider: PushProvider,
  device: DeviceRecord,
  push: RenderedPush,
): Promise<PushResult> {
  const first = await attempt(deps, provider, device, push)
  const result = first.ok || !first.passing ? first : await attempt(deps, provider, device, push)
  deps.metrics.outboxDeliveries.inc({ kind: device.pushProvider, outcome: outcomeOf(result) })
  if (!result.ok && result.gone) {
    await deps.store.transaction(tx => tx.disableDevice(device.appId, device.id, result.error, deps.clock()))
  }
  return result
}

function outcomeOf(result: PushResult): string {
  if (result.ok) return 'delivered'
  return result.gone ? 'gone' : 'failed'
}

async function attempt(
  deps: Deps,
  provider: PushProvider,
  device: DeviceRecord,
  push: RenderedPush,
): Promise<PushResult> {
  const field = (name: string): string => {
    const value = provider.fields[name]
    if (value === undefined) return ''
    const isSecret = PUSH_SECRETS.some(secret => secret === name)
    return isSecret ? deps.box.open(String(value), pushSecretOwner(device.appId)) : String(value)
  }
  try {
    return await NETWORKS[provider.type]({ outbound: deps.outbound, provider, field, device, push })
  } catch (error) {
    return { ok: false, error: errorText(error), gone: false, passing: true }
  }
}
