import { BUILT_IN_COMMANDS, type Command, DEFAULT_GRANTS, isBuiltInChannelType } from '@parley/protocol'
import { closest } from '@parley/protocol/schemas'
import { invalidField } from '../util/invalid-input.ts'
import type { ConfigPatch } from './check-config.ts'
import type { ChannelTypeRecord, Json } from './records.ts'

/** What an update of a channel type may say: settings, `commands` by name, `grants` by role. */
export interface ChannelTypePatch extends Omit<ConfigPatch, 'grants'> {
  readonly commands?: readonly string[] | undefined
  readonly grants?: Readonly<Record<string, readonly string[]>> | null | undefined
  readonly [setting: string]: unknown
}

/**
 * The type after an update: what is not given stays. Grants are replaced role by role, `[]`
 * clears a role, null brings the defaults back. The very same record when nothing is given.
 * @throws ChatError `invalid_input` for a command that there is not.
 */
export function changeChannelType(
  type: ChannelTypeRecord,
  { commands, grants, ...settings }: ChannelTypePatch,
  atUs: number,
  ownCommands: readonly Command[] = [],
): ChannelTypeRecord {
  const config: Record<string, unknown> = { ...type.config }
  for (const [key, value] of Object.entries(settings)) if (value !== undefined) config[key] = value
  if (commands) config.commands = resolveCommands(commands, ownCommands)
  return { ...type, config, grants: mergeGrants(type, grants), updatedAtUs: atUs }
}

/** Grants of a type before anybody changed them; custom types start like `messaging`. */
export function defaultGrantsOf(typeName: string): ChannelTypeRecord['grants'] {
  return DEFAULT_GRANTS[isBuiltInChannelType(typeName) ? typeName : 'messaging']
}

function mergeGrants(
  type: ChannelTypeRecord,
  grants: ChannelTypePatch['grants'],
): ChannelTypeRecord['grants'] {
  if (grants === undefined) return type.grants
  return grants === null ? defaultGrantsOf(type.name) : { ...type.grants, ...grants }
}

/**
 * `all` stands for every built-in command.
 * @throws ChatError `invalid_input` for a command that there is not.
 */
export function resolveCommands(names: readonly string[], own: readonly Command[]): readonly Command[] {
  if (names.includes('all')) return [...BUILT_IN_COMMANDS, ...own.filter(({ name }) => names.includes(name))]
  const commands: readonly Command[] = [...BUILT_IN_COMMANDS, ...own]
  return [...new Set(names)].map(name => resolveCommand(name, commands))
}

function resolveCommand(name: string, commands: readonly Command[]): Command {
  const command = commands.find(known => known.name === name)
  if (command) return command
  const known = commands.map(each => each.name)
  const near = closest(name, known)
  throw invalidField(
    'commands',
    `has "${name}", which is no command; ${near ? `did you mean "${near}"?` : `there are ${known.join(', ')} and all`}`,
  )
}

/** The commands of a stored config, whether kept whole or by name. */
export function commandsOf(config: Json): Command[] {
  if (!Array.isArray(config.commands)) return []
  return config.commands.map(command =>
    typeof command === 'string'
      ? (BUILT_IN_COMMANDS.find(known => known.name === command) ?? {
          name: command,
          description: '',
          args: '',
          set: '',
        })
      : (command as Command),
  )
}
