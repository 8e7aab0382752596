import { BUILT_IN_COMMANDS, ChatError, type Command, CUSTOM_COMMANDS_PER_APP } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import type { App } from './app.ts'

export type BuiltInCommand = (typeof BUILT_IN_COMMANDS)[number]['name']

export function isBuiltInCommand(name: string): name is BuiltInCommand {
  return BUILT_IN_COMMANDS.some(command => command.name === name)
}

/** What a request says of a command. */
export type CommandFields = Partial<Record<'description' | 'args' | 'set', string | undefined>>

/** The built-in commands, then the app's own. */
export function allCommands({ settings }: App): readonly Command[] {
  return [...BUILT_IN_COMMANDS, ...settings.commands]
}

/** @throws ChatError `not_found` naming the commands there are. */
export function getCommand(app: App, name: string): Command {
  const command = allCommands(app).find(each => each.name === name)
  if (command) return command
  const known = allCommands(app).map(each => each.name)
  throw new ChatError('not_found', `command "${name}" does not exist; there are: ${known.join(', ')}`)
}

/** @throws ChatError `invalid_input` for a name that is taken, or one command too many. */
export function addCommand(
  commands: readonly Command[],
  name: string,
  fields: CommandFields,
  at: string,
): Command {
  if (isBuiltInCommand(name)) throw invalidField('name', `"${name}" is a built-in command`)
  if (commands.some(each => each.name === name)) throw invalidField('name', `"${name}" is a command already`)
  if (commands.length >= CUSTOM_COMMANDS_PER_APP) {
    throw invalidField(
      'name',
      `would be one too many: an app has at most ${CUSTOM_COMMANDS_PER_APP} commands of its own`,
    )
  }
  const { description = '', args = '', set = '' } = fields
  return { name, description, args, set, created_at: at, updated_at: at }
}

/** Empty texts stay as they are. */
export function changeCommand(command: Command, fields: CommandFields, at: string): Command {
  return {
    ...command,
    description: fields.description || command.description,
    args: fields.args || command.args,
    set: fields.set || command.set,
    updated_at: at,
  }
}

/** A message that begins with a command. */
export interface CommandCall {
  readonly name: string
  /** What follows the name, white space trimmed. */
  readonly args: string
}

/** `/mute @bob` → mute, `@bob`. Undefined for any other text. */
export function parseCommand(text: string | undefined): CommandCall | undefined {
  if (!text?.startsWith('/')) return undefined
  const [, name, args = ''] = /^\/([A-Za-z0-9_-]{1,64})(?:\s+([\s\S]*))?$/.exec(text) ?? []
  return name === undefined ? undefined : { name, args: args.trim() }
}
