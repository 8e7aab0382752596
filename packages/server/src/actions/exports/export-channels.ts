import type { ReactionResponse } from '@parley/protocol'
import { channelConfig } from '../../domain/channels-config.ts'
import type { ChannelRecord, Json, MessageRecord } from '../../domain/records.ts'
import { showMessages } from '../messages/show-messages.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { toChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import { loadPeople } from '../wire/people.ts'
import { toReaction } from '../wire/reaction.ts'
import { toUser } from '../wire/user.ts'
import { type ExportFile, writeExport } from './export-file.ts'

const PAGE = 500
/** To one message. */
const MAX_REACTIONS = 10_000

export interface ChannelsToExport {
  readonly channels: readonly {
    readonly cid: string
    readonly sinceUs?: number
    readonly untilUs?: number
  }[]
  /** Deleted messages without their content. */
  readonly clearDeleted: boolean
  /** Also messages from before the channel was truncated. */
  readonly truncated: boolean
  readonly users: boolean
  /** JSON lines rather than one array. */
  readonly lines: boolean
  readonly serverUrl: string
}

/** Writes channels with their members and messages to a file; see docs/files.md for its form. */
export function runExportChannels(run: TaskRun, input: ChannelsToExport): Promise<Json> {
  const file: Omit<ExportFile, 'content'> = {
    area: 'exports/channels',
    name: input.lines ? 'channels.jsonl' : 'channels.json',
    mimeType: input.lines ? 'application/jsonl' : 'application/json',
    serverUrl: input.serverUrl,
  }
  const items = channelItems(run, input)
  return writeExport(run, { ...file, content: input.lines ? asLines(items) : asArray(items) })
}

/** One thing of an export; those of a channel follow it. */
interface Item {
  readonly type: 'channel' | 'member' | 'message' | 'user'
  readonly data: unknown
}

async function* channelItems(run: TaskRun, input: ChannelsToExport): AsyncGenerator<Item> {
  const { deps, app } = run
  for (const wanted of input.channels) {
    const [channel] = await deps.store.read.findChannels(app.id, [wanted.cid])
    // Deleted for good meanwhile.
    if (!channel) continue
    const people = new Set<string>()
    if (channel.createdById !== undefined) people.add(channel.createdById)
    yield* channelItem(run, channel)
    yield* memberItems(run, channel, people)
    yield* messageItems(run, channel, input, wanted, people)
    if (input.users) yield* userItems(run, people)
  }
}

async function* channelItem({ deps, app }: TaskRun, channel: ChannelRecord): AsyncGenerator<Item> {
  const people = await loadPeople(deps, deps.store.read, app.id, [channel.createdById, channel.truncatedById])
  yield { type: 'channel', data: toChannel(channel, people, { config: channelConfig(app, channel) }) }
}

async function* memberItems(
  { deps, app }: TaskRun,
  channel: ChannelRecord,
  seen: Set<string>,
): AsyncGenerator<Item> {
  const { read } = deps.store
  for (let offset = 0; ; offset += PAGE) {
    const members = await read.listMembers(channel.pk, { limit: PAGE, offset })
    const ids = members.map(({ userId }) => userId)
    const people = await loadPeople(deps, read, app.id, ids)
    for (const member of members) yield { type: 'member', data: toMember(channel, member, people) }
    for (const id of ids) seen.add(id)
    if (members.length < PAGE) return
  }
}

async function* messageItems(
  run: TaskRun,
  channel: ChannelRecord,
  input: ChannelsToExport,
  { sinceUs = 0, untilUs = Number.MAX_SAFE_INTEGER }: ChannelsToExport['channels'][number],
  seen: Set<string>,
): AsyncGenerator<Item> {
  const { deps } = run
  const truncatedUs = input.truncated ? -1 : (channel.truncatedAtUs ?? -1)
  const afterUs = Math.max(sinceUs - 1, truncatedUs)
  const options = { showDeleted: !input.clearDeleted, showShadowed: true }
  for await (const page of pagesOf(run, channel, afterUs, untilUs)) {
    const { show } = await showMessages(deps, deps.store.read, channel, page, options)
    const reactions = await reactionsTo(run, page)
    for (const message of page) {
      seen.add(message.userId)
      const own = reactions.get(message.id)
      yield { type: 'message', data: own ? { ...show(message), reactions: own } : show(message) }
    }
  }
}

/** All reactions by message; in replies a message has its newest ones only. */
async function reactionsTo(
  { deps, app }: TaskRun,
  messages: readonly MessageRecord[],
): Promise<Map<string, ReactionResponse[]>> {
  const { read } = deps.store
  const ids = messages.filter(message => message.reactionGroups !== undefined).map(({ id }) => id)
  if (ids.length === 0) return new Map()
  const reactions = await read.listLatestReactions(app.id, ids, MAX_REACTIONS)
  const people = await loadPeople(
    deps,
    read,
    app.id,
    reactions.map(({ userId }) => userId),
  )
  const shown = reactions.map(reaction => toReaction(reaction, people))
  return Map.groupBy(shown, reaction => reaction.message_id)
}

/** All of a channel's messages in the order they were sent, thread replies among them. */
async function* pagesOf(
  run: TaskRun,
  { pk }: ChannelRecord,
  afterUs: number,
  untilUs: number,
): AsyncGenerator<MessageRecord[]> {
  const { read } = run.deps.store
  const page = (inChannel: boolean, after: number) =>
    read.exportMessages(pk, { inChannel, afterUs: after, untilUs, limit: PAGE })
  for (let after = afterUs; ; ) {
    const [own, replies] = [await page(true, after), await page(false, after)]
    const merged = [...own, ...replies].sort((a, b) => a.createdAtUs - b.createdAtUs)
    // Beyond the end of a full page the other kind may come before what is not read yet.
    const ends = [own, replies].flatMap(each => (each.length < PAGE ? [] : [each.at(-1)?.createdAtUs ?? 0]))
    const end = Math.min(...ends)
    yield merged.filter(message => message.createdAtUs <= end)
    if (ends.length === 0) return
    after = end
  }
}

async function* userItems({ deps, app }: TaskRun, ids: ReadonlySet<string>): AsyncGenerator<Item> {
  const all = [...ids].sort()
  for (let at = 0; at < all.length; at += PAGE) {
    const users = await deps.store.read.findUsers(app.id, all.slice(at, at + PAGE))
    for (const user of users) yield { type: 'user', data: toUser(deps, user, 'private') }
  }
}

async function* asLines(items: AsyncIterable<Item>): AsyncGenerator<string> {
  for await (const item of items) yield `${JSON.stringify(item)}\n`
}

const LISTS = { member: 'members', message: 'messages', user: 'users' } as const

/** `[{"channel": {…}, "members": […], "messages": […], "users"?: […]}, …]`, written without holding any of it. */
async function* asArray(items: AsyncIterable<Item>): AsyncGenerator<string> {
  let open: Item['type'] | undefined
  let lists = new Set<Item['type']>()
  yield '['
  for await (const { type, data } of items) {
    const json = JSON.stringify(data)
    if (type === 'channel') {
      yield `${end(open, lists)}${open ? ',\n' : ''}{"channel":${json}`
      lists = new Set()
    } else if (type === open) yield `,\n${json}`
    else yield `${open === 'channel' ? '' : ']'},\n"${LISTS[type]}":[${json}`
    open = type
    lists.add(type)
  }
  yield `${end(open, lists)}]\n`
}

/** What closes a channel: its open list, and lists of which it had nothing. */
function end(open: Item['type'] | undefined, lists: ReadonlySet<Item['type']>): string {
  if (open === undefined) return ''
  const empty = (['member', 'message'] as const).filter(type => !lists.has(type))
  return `${open === 'channel' ? '' : ']'}${empty.map(type => `,"${LISTS[type]}":[]`).join('')}}`
}
