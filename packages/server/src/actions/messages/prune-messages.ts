import type { Deps } from '../deps.ts'

type PruneDeps = Pick<Deps, 'store' | 'clock' | 'apps'>

const DAY_US = 86_400_000_000
const CHANNELS_AT_ONCE = 200
const MESSAGES_AT_ONCE = 500

/**
 * Deletes for good what channel types keep for some days only (`message_retention`). Nobody is told:
 * whoever still shows such a message finds it gone on the next read. Returns how many went.
 */
export async function pruneMessages(deps: PruneDeps, signal?: AbortSignal): Promise<number> {
  let pruned = 0
  for (const { key } of await deps.store.read.listApps()) {
    const app = await deps.apps.find(key)
    for (const type of app?.channelTypes.values() ?? []) {
      const days = Number(type.config.message_retention)
      if (!(days > 0)) continue
      pruned += await pruneType(deps, type.appId, type.name, deps.clock() - days * DAY_US, signal)
    }
  }
  return pruned
}

async function pruneType(
  { store }: PruneDeps,
  appId: number,
  type: string,
  untilUs: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let pruned = 0
  let afterPk = 0
  while (!signal?.aborted) {
    const channels = await store.read.listChannelsToPrune(appId, type, {
      untilUs,
      afterPk,
      limit: CHANNELS_AT_ONCE,
    })
    for (const { pk, isDue } of channels) if (isDue) pruned += await pruneChannel(store, pk, untilUs, signal)
    afterPk = channels.at(-1)?.pk ?? afterPk
    if (channels.length < CHANNELS_AT_ONCE) break
  }
  return pruned
}

async function pruneChannel(
  store: Deps['store'],
  channelPk: number,
  untilUs: number,
  signal: AbortSignal | undefined,
): Promise<number> {
  let pruned = 0
  while (!signal?.aborted) {
    const went = await store.transaction(tx => tx.eraseMessages(channelPk, untilUs, MESSAGES_AT_ONCE))
    if (went === 0) break
    pruned += went
  }
  if (pruned > 0) await store.transaction(tx => tx.recountChannel(channelPk))
  return pruned
}
