import { IMPORT_ERRORS_SHOWN, type ImportError, type ImportMode, type ImportResult } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { shareTeam } from '../../domain/permission-subject.ts'
import { parseTime } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import type { BadItem, Item, Line } from './read-items.ts'

/** What is known of a message, in the file or in the app. */
interface KnownMessage {
  readonly cid: string
  readonly isReply: boolean
}

/** What the app has of all that a chunk of lines names. */
interface Known {
  /** With their teams. */
  readonly users: ReadonlyMap<string, readonly string[]>
  /** With their teams, of which there is one or none. */
  readonly channels: ReadonlyMap<string, readonly string[]>
  readonly messages: ReadonlyMap<string, KnownMessage>
}

/** Times a little ahead are a clock's fault. */
const AHEAD_US = 300_000_000

/**
 * Looks at an import's file without writing anything: whether each item is right by itself, is there
 * once, and refers to what is there before it or in the app. What only users refer to may come later.
 */
export class ImportAnalysis {
  readonly #deps: Deps
  readonly #app: App
  readonly #mode: ImportMode
  readonly #users = new Map<string, readonly string[]>()
  readonly #channels = new Map<string, readonly string[]>()
  readonly #members = new Set<string>()
  readonly #messages = new Map<string, KnownMessage>()
  /** What users refer to and was not there yet. */
  readonly #awaited: { readonly item: Item; readonly kind: 'user' | 'channel'; readonly id: string }[] = []
  readonly #errors: ImportError[] = []
  readonly #totals: Record<string, number> = {}
  #errorCount = 0

  constructor(deps: Deps, app: App, mode: ImportMode) {
    this.#deps = deps
    this.#app = app
    this.#mode = mode
  }

  async look(lines: readonly Line[]): Promise<void> {
    const known = await this.#load(lines.flatMap(line => ('good' in line ? [line.good] : [])))
    for (const line of lines) {
      if ('bad' in line) this.#fail(line.bad)
      else this.#check(line.good, known)
    }
  }

  /** After the last line. */
  result(): { readonly result: ImportResult; readonly isGood: boolean } {
    for (const { item, kind, id } of this.#awaited) {
      const isThere = kind === 'user' ? this.#users.has(id) : this.#channels.has(id)
      if (!isThere) this.#failItem(item, `${kind} "${id}" does not exist, neither in the file nor in the app`)
    }
    const isGood = this.#errorCount === 0
    return { isGood, result: { errors: this.#errors, stats: { total: this.#totals } } }
  }

  async #load(items: readonly Item[]): Promise<Known> {
    const { read } = this.#deps.store
    const { id: appId } = this.#app
    const users = new Set<string>()
    const channels = new Set<string>()
    const messages = new Set<string>()
    for (const item of items) {
      for (const id of usersOf(item)) if (!this.#users.has(id)) users.add(id)
      for (const cid of channelsOf(item)) if (!this.#channels.has(cid)) channels.add(cid)
      for (const id of messagesOf(item)) if (!this.#messages.has(id)) messages.add(id)
    }
    const [foundUsers, foundChannels, foundMessages] = await Promise.all([
      read.findUsers(appId, [...users]),
      read.findChannels(appId, [...channels]),
      read.findMessages(appId, [...messages]),
    ])
    return {
      users: new Map(foundUsers.map(({ id, teams }) => [id, teams])),
      channels: new Map(
        foundChannels
          .filter(each => each.deletedAtUs === undefined)
          .map(({ cid, team }) => [cid, teamsOf(team)]),
      ),
      messages: new Map(
        foundMessages.map(({ id, cid, parentId }) => [id, { cid, isReply: parentId !== undefined }]),
      ),
    }
  }

  #check(item: Item, known: Known): void {
    const problem = this.#problemOf(item, known)
    if (problem !== undefined) {
      this.#failItem(item, problem)
      return
    }
    const name = item.type === 'future_channel_ban' ? 'future_channel_bans' : `${item.type}s`
    this.#totals[name] = (this.#totals[name] ?? 0) + 1
  }

  #problemOf(item: Item, known: Known): string | undefined {
    const hasUser = (id: string) => this.#users.has(id) || known.users.has(id)
    const missing = requiredUsers(item).find(id => !hasUser(id))
    if (missing !== undefined) return notThere('user', missing)
    if (item.type === 'user') return this.#userProblem(item, known)
    if (item.type === 'channel') return this.#channelProblem(item, known)
    if (item.type === 'reaction') {
      const { message_id: id } = item.data
      return this.#message(known, id) ? this.#timeProblem(item.data.created_at) : notThere('message', id)
    }
    if (item.type !== 'member' && item.type !== 'message') return undefined
    if (!this.#channels.has(item.cid) && !known.channels.has(item.cid)) return notThere('channel', item.cid)
    return item.type === 'member' ? this.#memberProblem(item, known) : this.#messageProblem(item, known)
  }

  #userProblem(item: Extract<Item, { type: 'user' }>, known: Known): string | undefined {
    const { id, blocked_user_ids = [], user_mutes = [], channel_mutes = [] } = item.data
    const before = known.users.get(id)
    const problem = this.#defined(this.#users, id, before !== undefined, `user "${id}"`)
    this.#users.set(id, item.data.teams ?? before ?? [])
    for (const each of [...blocked_user_ids, ...user_mutes]) {
      if (!known.users.has(each)) this.#awaited.push({ item, kind: 'user', id: each })
    }
    for (const each of channel_mutes) {
      if (!known.channels.has(each)) this.#awaited.push({ item, kind: 'channel', id: each })
    }
    return problem
  }

  #channelProblem(item: Extract<Item, { type: 'channel' }>, known: Known): string | undefined {
    const { type } = item.data
    if (!this.#app.channelTypes.has(type)) return `channel type "${type}" does not exist`
    const before = known.channels.get(item.cid)
    const problem = this.#defined(this.#channels, item.cid, before !== undefined, `channel ${item.cid}`)
    this.#channels.set(item.cid, item.data.team === undefined ? (before ?? []) : teamsOf(item.data.team))
    return problem
  }

  #memberProblem({ data, cid }: Extract<Item, { type: 'member' }>, known: Known): string | undefined {
    const { user_id: id } = data
    const problem = this.#defined(this.#members, `${cid} ${id}`, false, `member "${id}" of ${cid}`)
    if (problem !== undefined || !this.#app.settings.multiTenantEnabled) return problem
    const teams = this.#users.get(id) ?? known.users.get(id) ?? []
    const of = this.#channels.get(cid) ?? known.channels.get(cid) ?? []
    if (shareTeam(teams, of)) return undefined
    return `user "${id}" is in none of the teams of channel ${cid}: with multi-tenancy its members must be`
  }

  #messageProblem({ data, cid }: Extract<Item, { type: 'message' }>, known: Known): string | undefined {
    const { id, parent_id: parentId, quoted_message_id: quotedId } = data
    const before = this.#messages.get(id) ?? known.messages.get(id)
    if (before && before.cid !== cid) return `message "${id}" is in another channel already, ${before.cid}`
    if (this.#messages.has(id)) return `message "${id}" is in the file twice`
    if (before && this.#mode === 'insert') return existing(`message "${id}"`)
    this.#messages.set(id, { cid, isReply: parentId !== undefined })
    const parent = parentId === undefined ? undefined : this.#message(known, parentId)
    if (parentId !== undefined && parent?.cid !== cid) return notThere('message', parentId, ` in ${cid}`)
    if (parent?.isReply) return `message "${parentId}" is a reply itself and can't have any`
    if (quotedId !== undefined && this.#message(known, quotedId)?.cid !== cid) {
      return notThere('message', quotedId, ` in ${cid}`)
    }
    return data.created_at === undefined ? undefined : this.#timeProblem(data.created_at)
  }

  #message(known: Known, id: string): KnownMessage | undefined {
    return this.#messages.get(id) ?? known.messages.get(id)
  }

  #timeProblem(created: string): string | undefined {
    const atUs = parseTime(created) ?? 0
    if (atUs <= 0) return 'created_at must not be before 1970'
    return atUs > this.#deps.clock() + AHEAD_US ? 'created_at must not be in the future' : undefined
  }

  /** Notes what an item defines; it must do so once, and on insert be new. */
  #defined(
    seen: Set<string> | Map<string, readonly string[]>,
    key: string,
    isThere: boolean,
    what: string,
  ): string | undefined {
    if (seen.has(key)) return `${what} is in the file twice`
    if (seen instanceof Set) seen.add(key)
    return isThere && this.#mode === 'insert' ? existing(what) : undefined
  }

  #failItem({ line, type, data }: Item, error: string): void {
    this.#fail({ line, type, error, item: data })
  }

  #fail({ line, error, type, item }: BadItem): void {
    this.#errorCount++
    if (this.#errors.length < IMPORT_ERRORS_SHOWN) this.#errors.push({ error, item_type: type, item, line })
  }
}

const teamsOf = (team: string | undefined): readonly string[] => (team === undefined ? [] : [team])

function existing(what: string): string {
  return `${what} exists already; import with the mode "upsert" to overwrite it`
}

function notThere(kind: string, id: string, where = ''): string {
  return `${kind} "${id}" does not exist${where}, neither on an earlier line nor in the app`
}

/** Users who must be there when the item comes. */
function requiredUsers(item: Item): readonly string[] {
  switch (item.type) {
    case 'user':
      return []
    case 'device':
    case 'member':
    case 'reaction':
      return [item.data.user_id]
    case 'future_channel_ban':
      return [item.data.created_by, item.data.target_id]
    case 'channel':
      return [item.data.created_by, ...(item.data.banned_users ?? []), ...(item.data.member_ids ?? [])]
    case 'message':
      return [
        item.data.user,
        ...(item.data.mentioned_users_ids ?? []),
        ...(item.data.restricted_visibility ?? []),
        ...(item.data.pinned_by_id === undefined ? [] : [item.data.pinned_by_id]),
      ]
  }
}

function usersOf(item: Item): readonly string[] {
  if (item.type !== 'user') return requiredUsers(item)
  const { id, blocked_user_ids = [], user_mutes = [] } = item.data
  return [id, ...blocked_user_ids, ...user_mutes]
}

function channelsOf(item: Item): readonly string[] {
  if (item.type === 'user') return item.data.channel_mutes ?? []
  return item.cid === '' ? [] : [item.cid]
}

function messagesOf(item: Item): readonly string[] {
  if (item.type === 'reaction') return [item.data.message_id]
  if (item.type !== 'message') return []
  const { id, parent_id: parent, quoted_message_id: quoted } = item.data
  return [id, parent, quoted].filter(each => each !== undefined)
}
