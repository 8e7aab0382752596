import { ChatError } from '@parley/protocol'
import { endsOf } from '../../auth/app-ends.ts'
import { checkGrants } from '../../domain/check-config.ts'
import { parseHooks } from '../../domain/hooks.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { patchedSettings } from './patched-settings.ts'

/** What is to be written in the same transaction: the change's entry in the audit log. */
type Also = (tx: Tx, change: { readonly before: AppRecord; readonly after: AppRecord }) => Promise<void>

/**
 * Changes settings, on every node from then on: what is not given stays. A revocation of all
 * tokens closes the connections made with them, as the end of disabled auth checks does those that nobody signed for.
 * @throws ChatError `not_allowed` when auth checks are to be switched off in production mode;
 *   `invalid_input` for settings that can't be used.
 */
export async function updateApp(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  patch: Json,
  also?: Also,
): Promise<void> {
  checkGrants(actor.app, patch.grants as Parameters<typeof checkGrants>[1])
  await deps.store.transaction(
    async tx => {
      const before = await tx.findApp(actor.app.key)
      if (!before) throw new ChatError('not_found', `the app with API key "${actor.app.key}" is gone`)
      const atUs = Math.max(deps.clock(), before.updatedAtUs + 1)
      const settings = patchedSettings(deps, before, patch, atUs)
      const after = settings === before.settings ? before : await tx.updateApp(before.id, { settings }, atUs)
      if (after !== before) await tryChangedHooks(tx, before, after, atUs)
      await also?.(tx, { before, after })
      return { before, after }
    },
    ({ before, after }) => {
      if (after !== before) announce(deps, before, after)
    },
  )
}

function announce({ bus }: Deps, before: AppRecord, after: AppRecord): void {
  bus.publish({ to: 'nodes', control: { kind: 'app', appId: after.id } })
  for (const control of endsOf(before, after)) bus.publish({ to: 'nodes', control })
}

/** A receiver that was paused may be another one now: what waits for it is due at once. */
async function tryChangedHooks(tx: Tx, before: AppRecord, after: AppRecord, atUs: number): Promise<void> {
  const versions = new Map(parseHooks(before.settings).map(hook => [hook.id, hook.version]))
  for (const hook of parseHooks(after.settings)) {
    const version = versions.get(hook.id)
    if (version === undefined || version === hook.version) continue
    await tx.moveLanes({ appId: after.id, target: hook.id }, atUs, 'all')
  }
}
