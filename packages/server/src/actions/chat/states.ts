import type { App } from '../../domain/app.ts'
import { commandsOf } from '../../domain/channel-type-changes.ts'
import type { ChannelRecord, Json, MessageRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { getApp } from '../app/get-app.ts'
import { listPushProviders } from '../push/providers.ts'
import { toChannelType } from '../wire/channel-type.ts'
import type { ReadState } from './chat-change.ts'
import { type Given, textOf } from './given.ts'

type Ids = (given: Given) => readonly string[]

const time = (atUs: number | undefined): string | null => (atUs === undefined ? null : toRfc3339(atUs))

/** Whether somebody may do something, without who they are: it outlives their deletion. */
function accountOf(user: UserRecord): Json {
  return {
    role: user.role,
    teams: user.teams,
    banned: user.banned,
    shadow_banned: user.shadowBanned,
    ban_expires: time(user.banExpiresAtUs),
    deactivated_at: time(user.deactivatedAtUs),
    deleted_at: time(user.deletedAtUs),
    revoke_tokens_issued_before: time(user.revokeTokensBeforeUs),
  }
}

function profileOf(user: UserRecord): Json {
  return {
    ...user.custom,
    ...accountOf(user),
    name: user.name ?? null,
    image: user.image ?? null,
    language: user.language,
    invisible: user.invisible,
    teams_role: user.teamsRole ?? null,
    privacy_settings: user.privacySettings ?? null,
  }
}

function usersBy(ids: Ids, show: (user: UserRecord) => Json): ReadState {
  return async ({ store }, app, given) => {
    const wanted = ids(given)
    const users = await store.read.findUsers(app.id, wanted)
    const byId = Object.fromEntries(users.map(user => [user.id, show(user)]))
    return wanted.length === 1 ? (byId[wanted[0] ?? ''] ?? {}) : byId
  }
}

export const accounts = (ids: Ids): ReadState => usersBy(ids, accountOf)

export const profiles = (ids: Ids): ReadState => usersBy(ids, profileOf)

function channelOf(channel: ChannelRecord): Json {
  return {
    ...channel.custom,
    team: channel.team ?? null,
    frozen: channel.frozen,
    disabled: channel.disabled,
    cooldown: channel.cooldownSeconds,
    auto_translation_enabled: channel.autoTranslationEnabled,
    auto_translation_language: channel.autoTranslationLanguage,
    filter_tags: channel.filterTags,
    config_overrides: channel.configOverrides ?? null,
    member_count: channel.memberCount,
    truncated_at: time(channel.truncatedAtUs),
    deleted_at: time(channel.deletedAtUs),
  }
}

/** The channel that the path names. */
export const channel: ReadState = async ({ store }, app, { params }) => {
  const found = await store.read.findChannel(app.id, textOf(params.type), textOf(params.id))
  return found ? channelOf(found) : {}
}

export const member: ReadState = async ({ store }, app, { params }) => {
  const found = await store.read.findChannel(app.id, textOf(params.type), textOf(params.id))
  const here = found && (await store.read.findMember(found.pk, textOf(params.user_id)))
  if (!here) return {}
  const { custom, channelRole, pinnedAtUs, archivedAtUs } = here
  const times = { pinned_at: time(pinnedAtUs), archived_at: time(archivedAtUs) }
  return { ...custom, channel_role: channelRole, ...times }
}

/** Not what it says: that is kept where messages are, and gone when they are. */
function messageOf(message: MessageRecord): Json {
  return {
    cid: message.cid,
    user_id: message.userId,
    type: message.type,
    text_length: message.text.length,
    attachments: message.attachments.length,
    silent: message.silent,
    pinned_at: time(message.pinnedAtUs),
    deleted_at: time(message.deletedAtUs),
  }
}

/** The message that the path names. */
export const message: ReadState = async ({ store }, app, { params }) => {
  const found = await store.read.findMessage(app.id, textOf(params.id))
  return found ? messageOf(found) : {}
}

const named = (given: Given): string => textOf(given.params.name ?? given.body.name)

/** The channel type that path or body name. */
export const channelType: ReadState = (_, app, given) => {
  const found = app.channelTypes.get(named(given))
  if (!found) return {}
  const { updated_at: _at, commands: _commands, ...shown } = toChannelType(found)
  return { ...shown, commands: commandsOf(found.config).map(each => each.name) }
}

export const blocklist: ReadState = async ({ store }, app, given) => {
  const lists = await store.read.listBlocklists(app.id)
  const found = lists.find(each => each.name === named(given))
  return found ? { words: found.words } : {}
}

export const permission: ReadState = async ({ store }, app, { params, body }) => {
  const own = await store.read.listPermissions(app.id)
  const found = own.find(each => each.id === textOf(params.id ?? body.id))
  if (!found) return {}
  const { appId: _, sameTeam, ...shown } = found
  return { ...shown, same_team: sameTeam }
}

export const command: ReadState = (_, app, given) => {
  const found = app.settings.commands.find(each => each.name === named(given))
  return found ? { description: found.description, args: found.args, set: found.set } : {}
}

export const appSettings: ReadState = (_, app) => {
  const { channel_configs: _types, ...settings } = getApp(app)
  return settings as Json
}

export const pushProvider: ReadState = (_, app, { params, body }) => {
  const given = { ...(body.push_provider as Json | undefined), ...params }
  const found = listOf(app).find(each => each.type === given.type && each.name === (given.name ?? ''))
  if (!found) return {}
  const { updated_at: _at, ...shown } = found
  return shown
}

function listOf(app: App) {
  return listPushProviders({ kind: 'server', app })
}

export const flagReport: ReadState = async ({ store }, app, { params }) => {
  const found = await store.read.findFlagReport(app.id, textOf(params.id))
  if (!found) return {}
  return { review_result: found.reviewResult ?? null, reviewed_by: found.reviewedById ?? null }
}

export const poll: ReadState = async ({ store }, app, { params, body }) => {
  const [found] = await store.read.findPolls(app.id, [textOf(params.poll_id ?? body.id)])
  if (!found) return {}
  return { name: found.name, description: found.description, is_closed: found.isClosed, custom: found.custom }
}
