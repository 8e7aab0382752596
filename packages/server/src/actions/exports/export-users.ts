import type { Json, MessageRecord, UserRecord } from '../../domain/records.ts'
import { showMessages } from '../messages/show-messages.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { People } from '../wire/people.ts'
import { toReaction } from '../wire/reaction.ts'
import { toUser } from '../wire/user.ts'
import { writeExport } from './export-file.ts'

const PAGE = 500

export interface UsersToExport {
  readonly userIds: readonly string[]
  readonly serverUrl: string
}

/** Writes users with all they said to a file of JSON lines; see docs/files.md for its form. */
export function runExportUsers(run: TaskRun, { userIds, serverUrl }: UsersToExport): Promise<Json> {
  const file = {
    area: 'exports/users',
    name: 'users.jsonl',
    mimeType: 'application/jsonl',
    serverUrl,
  } as const
  return writeExport(run, { ...file, content: lines(run, userIds) })
}

async function* lines(run: TaskRun, userIds: readonly string[]): AsyncGenerator<string> {
  const { deps, app } = run
  for (const id of userIds) {
    const user = await deps.store.read.findUser(app.id, id)
    if (!user) continue
    yield line('user', toUser(deps, user, 'private'))
    yield* messages(run, user)
    yield* reactions(run, user)
  }
}

async function* messages({ deps }: TaskRun, { appId, id }: UserRecord): AsyncGenerator<string> {
  const { read } = deps.store
  for (let after = { channelPk: 0, atUs: 0 }; ; ) {
    const page = await read.exportMessagesOfUser(appId, id, after, PAGE)
    for (const [channelPk, own] of Map.groupBy(page, message => message.channelPk)) {
      const { show } = await showMessages(deps, read, { pk: channelPk, appId }, own)
      // Whose they are stands above.
      for (const message of own) yield line('message', { ...show(message), user: null })
    }
    const last: MessageRecord | undefined = page.at(-1)
    if (!last || page.length < PAGE) return
    after = { channelPk: last.channelPk, atUs: last.createdAtUs }
  }
}

async function* reactions({ deps }: TaskRun, { appId, id }: UserRecord): AsyncGenerator<string> {
  const nobody = new People(deps, [])
  for (let after = { messageId: '', type: '' }; ; ) {
    const page = await deps.store.read.exportReactionsOfUser(appId, id, after, PAGE)
    for (const reaction of page) yield line('reaction', toReaction(reaction, nobody))
    const last = page.at(-1)
    if (!last || page.length < PAGE) return
    after = last
  }
}

function line(type: string, data: object): string {
  return `${JSON.stringify({ type, data })}\n`
}
