import type { ChannelType } from '@parley/protocol'
import { type ChannelTypePatch, changeChannelType } from '../../domain/channel-type-changes.ts'
import { getChannelType } from '../../domain/channels-config.ts'
import { checkConfig } from '../../domain/check-config.ts'
import type { Actor, Deps } from '../deps.ts'
import { toChannelType } from '../wire/channel-type.ts'

/**
 * Changes settings and grants of a channel type, on every node from then on.
 * @throws ChatError `not_found`; `invalid_input` for a command, permission or blocklist that there is not.
 */
export async function updateChannelType(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  name: string,
  patch: ChannelTypePatch,
): Promise<ChannelType> {
  const { app } = actor
  const known = getChannelType(app, name)
  checkConfig(app, patch)
  const type = await deps.store.transaction(
    async tx => {
      const stored = (await tx.findChannelType(app.id, name)) ?? known
      // The time tells nodes that the type changed, so it must be a new one.
      const atUs = Math.max(deps.clock(), stored.updatedAtUs + 1)
      const changed = changeChannelType(stored, patch, atUs, app.settings.commands)
      await tx.updateChannelType(changed)
      return changed
    },
    () => deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } }),
  )
  return toChannelType(type)
}
