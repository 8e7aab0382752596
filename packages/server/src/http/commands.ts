import {
  CommandAtRootReply,
  CommandReply,
  CommandsReply,
  CreateCommandBody,
  DeleteCommandReply,
  NamePath,
  UpdateCommandBody,
} from '@parley/protocol/schemas'
import { createCommand, deleteCommand, updateCommand } from '../actions/commands/change-commands.ts'
import { allCommands, getCommand } from '../domain/commands.ts'
import type { Route } from './route.ts'

const tag = 'Commands'

export function registerCommandRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/commands',
    auth: 'server',
    name: 'CreateCommand',
    body: CreateCommandBody,
    reply: CommandReply,
    tag,
    summary: 'Add a slash command',
    description:
      'Who types it has `custom_action_handler_url` called. Channel types name the commands they have.',
    handle: async ({ deps, actor, body }) => ({ command: await createCommand(deps, actor, body) }),
  })
  route({
    method: 'GET',
    path: '/commands',
    auth: 'server',
    name: 'ListCommands',
    reply: CommandsReply,
    tag,
    summary: 'List slash commands',
    handle: ({ app }) => ({ commands: allCommands(app) }),
  })
  route({
    method: 'GET',
    path: '/commands/{name}',
    auth: 'server',
    name: 'GetCommand',
    params: NamePath,
    reply: CommandAtRootReply,
    tag,
    summary: 'Get a slash command',
    handle: ({ app, params }) => ({ ...getCommand(app, params.name) }),
  })
  route({
    method: 'PUT',
    path: '/commands/{name}',
    auth: 'server',
    name: 'UpdateCommand',
    params: NamePath,
    body: UpdateCommandBody,
    reply: CommandReply,
    tag,
    summary: 'Change a slash command',
    description: 'Empty texts stay as they are.',
    handle: async ({ deps, actor, params, body }) => ({
      command: await updateCommand(deps, actor, params.name, body),
    }),
  })
  route({
    method: 'DELETE',
    path: '/commands/{name}',
    auth: 'server',
    name: 'DeleteCommand',
    params: NamePath,
    reply: DeleteCommandReply,
    tag,
    summary: 'Delete a slash command',
    description: 'Refused for built-in commands, and while a channel type has it.',
    handle: async ({ deps, actor, params }) => {
      await deleteCommand(deps, actor, params.name)
      return { name: params.name }
    },
  })
}
