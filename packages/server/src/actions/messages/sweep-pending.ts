import type { App } from '../../domain/app.ts'
import type { PendingMessage } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { showMessages } from './show-messages.ts'
import { tellPending } from './tell-pending.ts'

const AT_ONCE = 500

/** Deletes pending messages that nobody committed in time, and tells their hooks. Returns how many went. */
export async function sweepPending(deps: Deps, signal?: AbortSignal): Promise<number> {
  let swept = 0
  while (!signal?.aborted) {
    const expired = await deps.store.read.listExpiredPending(deps.clock(), AT_ONCE)
    if (expired.length === 0) break
    const apps = new Map<number, App>()
    for (const { message } of expired) apps.set(message.appId, await deps.apps.get(message.appId))
    swept += await deleteAll(deps, expired, apps)
  }
  return swept
}

function deleteAll(
  deps: Deps,
  expired: readonly PendingMessage[],
  apps: ReadonlyMap<number, App>,
): Promise<number> {
  return deps.store.transaction(async tx => {
    let deleted = 0
    for (const pending of expired) {
      const { message } = pending
      // Somebody else may have committed or swept it meanwhile.
      if (!(await tx.deletePending(message.appId, message.id))) continue
      deleted++
      const app = apps.get(message.appId)
      if (!app?.settings.hooks.some(hook => hook.kind === 'pending_message')) continue
      const { show } = await showMessages(deps, tx, { pk: message.channelPk, appId: app.id }, [message])
      const json = JSON.stringify(show(message))
      await tellPending(tx, { kind: 'server', app }, 'DeletedPendingMessage', pending, json)
    }
    return deleted
  })
}
