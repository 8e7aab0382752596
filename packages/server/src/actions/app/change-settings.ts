import { ChatError } from '@parley/protocol'
import type { Json } from '../../domain/records.ts'
import type { Actor, Deps } from '../deps.ts'

/**
 * Changes what the app's settings keep for an endpoint of its own, on every node from then on.
 * Returns what `change` returns beside the settings.
 */
export async function changeSettings<T>(
  deps: Deps,
  { app }: Actor,
  change: (settings: Json, atUs: number) => { readonly settings: Json; readonly result: T },
): Promise<T> {
  return deps.store.transaction(
    async tx => {
      const before = await tx.findApp(app.key)
      if (!before) throw new ChatError('not_found', `the app with API key "${app.key}" is gone`)
      const atUs = Math.max(deps.clock(), before.updatedAtUs + 1)
      const { settings, result } = change(before.settings, atUs)
      await tx.updateApp(app.id, { settings }, atUs)
      return result
    },
    () => deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } }),
  )
}
