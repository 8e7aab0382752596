import type { App } from '../../domain/app.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'

/**
 * Makes every node look at the app's blocklists, permissions and addresses again: they are read along
 * when the app's row has another time. Follow with `announceApp` after the commit.
 */
export async function touchApp(
  deps: Pick<Deps, 'clock'>,
  tx: Tx,
  app: Pick<App, 'id' | 'key'>,
): Promise<void> {
  const stored = await tx.findApp(app.key)
  await tx.updateApp(app.id, {}, Math.max(deps.clock(), (stored?.updatedAtUs ?? 0) + 1))
}

export function announceApp({ bus }: Pick<Deps, 'bus'>, { id: appId }: Pick<App, 'id'>): void {
  bus.publish({ to: 'nodes', control: { kind: 'app', appId } })
}
