import type { HookStatus } from '@parley/protocol'
import type { Hook } from '../../domain/hooks.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

const COUNTED_TO = 10_000

/** How each hook that is switched on is doing. */
export function listHooks(deps: Deps, { app }: Actor): Promise<HookStatus[]> {
  return Promise.all(app.settings.hooks.map(hook => statusOf(deps, app.id, hook)))
}

async function statusOf({ store, clock }: Deps, appId: number, hook: Hook): Promise<HookStatus> {
  const target = { appId, target: hook.id }
  const waiting = await store.read.countWaiting(target, COUNTED_TO)
  const found = await store.read.findFailingTarget(target)
  // What failed before the hook was changed says nothing of it.
  const failing = found?.version === hook.version ? found : undefined
  const pausedUntilUs = failing?.pausedUntilUs ?? 0
  return {
    id: hook.id,
    hook_type: hook.kind,
    waiting,
    failures: failing?.failures ?? 0,
    ...(failing && { error: failing.error }),
    ...(pausedUntilUs > clock() && { paused_until: toRfc3339(pausedUntilUs) }),
  }
}
