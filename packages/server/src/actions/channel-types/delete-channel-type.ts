import { isBuiltInChannelType } from '@parley/protocol'
import { getChannelType } from '../../domain/channels-config.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'

/**
 * Deletes a channel type of the app's own.
 * @throws ChatError `not_found`; `invalid_input` for a built-in type, and while there are channels of it.
 */
export async function deleteChannelType(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  name: string,
): Promise<void> {
  getChannelType(app, name)
  if (isBuiltInChannelType(name)) throw invalidField('name', `must not be "${name}": it is a built-in type`)
  await deps.store.transaction(
    async tx => {
      if (await tx.hasChannels(app.id, name)) {
        throw invalidField(
          'name',
          `must not be "${name}" while there are channels of that type: delete them first`,
        )
      }
      await tx.deleteChannelType(app.id, name)
    },
    () => deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } }),
  )
}
