import { CHANNEL_TYPES_PER_APP, type ChannelType, DEFAULT_CHANNEL_TYPE_SETTINGS } from '@parley/protocol'
import {
  type ChannelTypePatch,
  changeChannelType,
  defaultGrantsOf,
} from '../../domain/channel-type-changes.ts'
import { checkConfig } from '../../domain/check-config.ts'
import type { ChannelTypeRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { toChannelType } from '../wire/channel-type.ts'

/**
 * Makes a channel type. Settings that are not given have the documented defaults, roles that `grants`
 * does not name those of `messaging`.
 * @throws ChatError `invalid_input` for a name that is taken, above 50 types, and as `updateChannelType`.
 */
export async function createChannelType(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  { name, ...patch }: ChannelTypePatch & { readonly name: string },
): Promise<ChannelType<string[]>> {
  checkConfig(app, patch)
  const type = await deps.store.transaction(
    async tx => {
      checkRoom(await tx.listChannelTypes(app.id), name)
      const nowUs = deps.clock()
      const made = changeChannelType(blank(app.id, name, nowUs), patch, nowUs, app.settings.commands)
      await tx.insertChannelType(made)
      return made
    },
    () => deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId: app.id } }),
  )
  const shown = toChannelType(type)
  // COMPAT: names here, objects everywhere else.
  return { ...shown, commands: shown.commands.map(command => command.name) }
}

function checkRoom(types: readonly ChannelTypeRecord[], name: string): void {
  if (types.some(type => type.name === name)) {
    throw invalidField('name', `must not be "${name}": there is a channel type of that name`)
  }
  if (types.length < CHANNEL_TYPES_PER_APP) return
  throw invalidField('name', `is one too many: an app has at most ${CHANNEL_TYPES_PER_APP} channel types`)
}

function blank(appId: number, name: string, nowUs: number): ChannelTypeRecord {
  return {
    appId,
    name,
    config: { ...DEFAULT_CHANNEL_TYPE_SETTINGS, commands: [] },
    grants: defaultGrantsOf(name),
    createdAtUs: nowUs,
    updatedAtUs: nowUs,
  }
}
