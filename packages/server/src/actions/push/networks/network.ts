import type { PushProvider } from '../../../domain/push-providers.ts'
import type { DeviceRecord } from '../../../domain/records.ts'
import type { Outbound } from '../../../util/outbound.ts'
import type { RenderedPush } from '../render-push.ts'

/** How sending to one device ended. */
export type PushResult =
  | { readonly ok: true }
  /** `gone`: the network does not know the device (any more). `passing`: worth one more try. */
  | { readonly ok: false; readonly error: string; readonly gone: boolean; readonly passing: boolean }

export interface PushSending {
  readonly outbound: Outbound
  readonly provider: PushProvider
  /** A field of the provider; secrets are opened. `''` for one that is not set. */
  readonly field: (name: string) => string
  readonly device: DeviceRecord
  readonly push: RenderedPush
}

export type PushNetwork = (sending: PushSending) => Promise<PushResult>

export const PUSH_TIMEOUT_MS = 10_000
export const PUSHED: PushResult = { ok: true }

export function refusedPush(status: number, why: string, gone: boolean): PushResult {
  const error = `answered ${status}${why === '' ? '' : `: ${why.slice(0, 200)}`}`
  return { ok: false, error, gone, passing: status === 429 || status >= 500 }
}

export function baseUrl({ field }: PushSending, key: 'api_url' | 'auth_url', standard: string): string {
  return (field(key) || standard).replace(/\/+$/, '')
}
