import {
  BUILT_IN_COMMANDS,
  type ChannelConfig,
  type ChannelTypeSettings,
  ChatError,
  type Command,
  OVERRIDABLE_SETTINGS,
} from '@parley/protocol'
import { toRfc3339 } from '../util/time.ts'
import type { App } from './app.ts'
import type { ChannelRecord, ChannelTypeRecord, Json } from './records.ts'

/** What a channel may have otherwise than its type. */
const OVERRIDABLE = [...OVERRIDABLE_SETTINGS, 'commands', 'grants'] as const

/** @throws ChatError `not_found` naming the types there are. */
export function getChannelType(app: App, name: string): ChannelTypeRecord {
  const type = app.channelTypes.get(name)
  if (type) return type
  const known = [...app.channelTypes.keys()].join(', ')
  throw new ChatError('not_found', `channel type "${name}" does not exist; there are: ${known}`)
}

/** Type records never change, so most channels share one object per type. */
const plain = new WeakMap<ChannelTypeRecord, ChannelConfig>()

/** What holds for a channel: its type's settings under its own overrides. */
export function channelConfig(app: App, channel: ChannelRecord): ChannelConfig {
  const type = getChannelType(app, channel.type)
  const overrides = channel.configOverrides
  if (!overrides || Object.keys(overrides).length === 0) return plainConfig(type)
  return { ...plainConfig(type), ...pickOverrides(app, overrides, plainConfig(type)) }
}

function plainConfig(type: ChannelTypeRecord): ChannelConfig {
  const known = plain.get(type)
  if (known) return known
  const settings = type.config as unknown as ChannelTypeSettings
  const config: ChannelConfig = {
    ...settings,
    name: type.name,
    commands: commandsOf(type.config),
    created_at: toRfc3339(type.createdAtUs),
    updated_at: toRfc3339(type.updatedAtUs),
  }
  plain.set(type, config)
  return config
}

function commandsOf(config: Json): Command[] {
  return Array.isArray(config.commands) ? config.commands.map(toCommand) : []
}

function toCommand(command: unknown): Command {
  if (typeof command === 'string') return { name: command, description: '', args: '', set: '' }
  return command as Command
}

function pickOverrides(app: App, overrides: Json, config: ChannelConfig): Partial<ChannelConfig> {
  const picked: Record<string, unknown> = {}
  for (const key of OVERRIDABLE) if (overrides[key] !== undefined) picked[key] = overrides[key]
  if (Array.isArray(picked.commands)) {
    // Overrides name commands; one that was deleted since is none.
    const known: readonly Command[] = [...config.commands, ...BUILT_IN_COMMANDS, ...app.settings.commands]
    picked.commands = picked.commands.includes('all')
      ? BUILT_IN_COMMANDS
      : picked.commands.flatMap(name => known.find(command => command.name === name) ?? [])
  }
  return picked
}
