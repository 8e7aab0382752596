import { ChatError, type Command } from '@parley/protocol'
import type { CreateCommandBody, UpdateCommandBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { App } from '../../domain/app.ts'
import { commandsOf } from '../../domain/channel-type-changes.ts'
import { addCommand, changeCommand, getCommand, isBuiltInCommand } from '../../domain/commands.ts'
import type { Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { changeSettings } from '../app/change-settings.ts'
import type { Actor, Deps } from '../deps.ts'

/** @throws ChatError `invalid_input` for a name that is taken, or one command too many. */
export function createCommand(
  deps: Deps,
  actor: Actor,
  { name, ...fields }: z.output<typeof CreateCommandBody>,
): Promise<Command> {
  return changeSettings(deps, actor, (settings, atUs) => {
    const commands = ownCommands(settings)
    const command = addCommand(commands, name, fields, toRfc3339(atUs))
    return { settings: { ...settings, commands: [...commands, command] }, result: command }
  })
}

/** @throws ChatError `not_found`; `not_allowed` for a built-in command. */
export function updateCommand(
  deps: Deps,
  actor: Actor,
  name: string,
  fields: z.output<typeof UpdateCommandBody>,
): Promise<Command> {
  checkOwn(name)
  return changeSettings(deps, actor, (settings, atUs) => {
    const commands = ownCommands(settings)
    const command = changeCommand(findOwn(actor.app, commands, name), fields, toRfc3339(atUs))
    const changed = commands.map(each => (each.name === name ? command : each))
    return { settings: { ...settings, commands: changed }, result: command }
  })
}

/** @throws ChatError `not_found`; `not_allowed` for a built-in command, and while a channel type has it. */
export function deleteCommand(deps: Deps, actor: Actor, name: string): Promise<void> {
  checkOwn(name)
  for (const type of actor.app.channelTypes.values()) {
    if (!commandsOf(type.config).some(each => each.name === name)) continue
    throw new ChatError(
      'not_allowed',
      `command "${name}" is one of channel type "${type.name}": take it out of there first`,
    )
  }
  return changeSettings(deps, actor, settings => {
    const commands = ownCommands(settings)
    findOwn(actor.app, commands, name)
    const left = commands.filter(each => each.name !== name)
    return { settings: { ...settings, commands: left }, result: undefined }
  })
}

function ownCommands({ commands }: Json): readonly Command[] {
  return Array.isArray(commands) ? (commands as Command[]) : []
}

function findOwn(app: App, commands: readonly Command[], name: string): Command {
  return commands.find(each => each.name === name) ?? getCommand(app, name)
}

function checkOwn(name: string): void {
  if (!isBuiltInCommand(name)) return
  throw new ChatError('not_allowed', `"${name}" is a built-in command: it can be neither changed nor deleted`)
}
