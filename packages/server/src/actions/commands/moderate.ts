import { ChatError } from '@parley/protocol'
import type { BuiltInCommand } from '../../domain/commands.ts'
import type { UserRecord } from '../../domain/records.ts'
import { usernameKey } from '../../domain/usernames.ts'
import { banUser } from '../bans/ban-user.ts'
import { unbanUser } from '../bans/unban-user.ts'
import { flag } from '../flags/flag.ts'
import { muteUsers } from '../mutes/mute-users.ts'
import { unmuteUsers } from '../mutes/unmute-users.ts'
import type { Posting, Shown } from './posting.ts'

type Moderating = Exclude<BuiltInCommand, 'giphy'>

/** Runs `/mute @bob`, `/ban @bob reason` and so on, with the rights of who typed it. */
export async function moderate(posting: Posting, command: Moderating, args: string): Promise<Shown> {
  const { name, rest } = splitTarget(args)
  const said = { command, args }
  if (name === '') return { type: 'error', text: `whom? type /${command} @somebody`, ...said }
  try {
    const target = await findTarget(posting, name)
    return { type: 'ephemeral', text: await run(posting, command, target, rest), ...said }
  } catch (error) {
    if (!(error instanceof ChatError) || error.errorName === 'internal') throw error
    return { type: 'error', text: error.message, ...said }
  }
}

function splitTarget(args: string): { name: string; rest: string } {
  const [, name = '', rest = ''] = /^@?(\S+)\s*([\s\S]*)$/.exec(args) ?? []
  return { name, rest }
}

/** By id, or by a name that only one member of the channel has. */
async function findTarget({ deps, actor, open }: Posting, name: string): Promise<UserRecord> {
  const { read } = deps.store
  const byId = await read.findUser(actor.app.id, name)
  if (byId) return byId
  const key = usernameKey(name)
  const namesakes = key === undefined ? [] : await read.findNamesakes(actor.app.id, key)
  const ids = namesakes.map(user => user.id)
  const members = ids.length === 0 ? [] : await read.findMembers(open.channel.pk, ids)
  const [member] = members
  const found = members.length === 1 && namesakes.find(user => user.id === member?.userId)
  if (found) return found
  const why = members.length > 1 ? 'is the name of several members: use the id' : 'is nobody here'
  throw new ChatError('not_found', `@${name} ${why}`)
}

async function run(
  { deps, actor, author, open }: Posting,
  command: Moderating,
  target: UserRecord,
  reason: string,
): Promise<string> {
  const name = target.name ?? target.id
  const acting = { user: author, save: undefined }
  const { type, id } = open.channel
  const scope = { target_user_id: target.id, type, id, user_id: author.id }
  switch (command) {
    case 'flag':
      await flag(deps, actor, {
        target_user_id: target.id,
        target_message_id: undefined,
        reason: reason || undefined,
        custom: {},
        user_id: author.id,
      })
      return `${name} is flagged`
    case 'mute':
      await muteUsers(deps, actor, acting, [target.id], undefined)
      return `${name} is muted`
    case 'unmute':
      await unmuteUsers(deps, actor, acting, [target.id])
      return `${name} is not muted any more`
    case 'ban':
      await banUser(deps, actor, { ...scope, reason: reason || undefined, timeout: undefined })
      return `${name} is banned from this channel`
    case 'unban':
      await unbanUser(deps, actor, { ...scope, shadow: false, remove_future_channels_ban: false })
      return `${name} is not banned any more`
  }
}
