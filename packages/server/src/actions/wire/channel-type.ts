import type { ChannelConfig, ChannelType, ChannelTypeSettings } from '@parley/protocol'
import { commandsOf } from '../../domain/channel-type-changes.ts'
import type { ChannelTypeRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'

/** The type as servers see it, grants included. */
export function toChannelType(type: ChannelTypeRecord): ChannelType {
  const grants = Object.entries(type.grants).map(([role, ids]) => [role, [...ids]])
  // COMPAT: `permissions` belonged to an older permission system, but SDKs want the key.
  return { ...toTypeConfig(type), permissions: [], grants: Object.fromEntries(grants) }
}

/** What holds in channels of the type that override nothing. */
export function toTypeConfig(type: ChannelTypeRecord): ChannelConfig {
  return {
    ...(type.config as unknown as ChannelTypeSettings),
    name: type.name,
    commands: commandsOf(type.config),
    created_at: toRfc3339(type.createdAtUs),
    updated_at: toRfc3339(type.updatedAtUs),
  }
}
