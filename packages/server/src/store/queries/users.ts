import { type Insertable, type Selectable, sql } from 'kysely'
import type { UserRecord } from '../../domain/records.ts'
import { usernameKey } from '../../domain/usernames.ts'
import {
  flag,
  jsonOrNull,
  jsonText,
  listOf,
  objectOf,
  objectOrUndefined,
  orNull,
  textOf,
  textOrNull,
  undefinedIfNull,
} from '../encode.ts'
import type { UserTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { USER_VALUES, userEntries } from '../values.ts'
import { foldWords } from '../words.ts'
import { type Params, prepared } from './prepared.ts'
import { writeValues } from './values.ts'

export function toUser(row: Selectable<UserTable>): UserRecord {
  return {
    appId: row.app_id,
    id: row.id,
    role: row.role,
    name: undefinedIfNull(row.name),
    image: undefinedIfNull(row.image),
    language: row.language,
    teams: listOf(row.teams),
    teamsRole: objectOrUndefined(row.teams_role),
    invisible: row.invisible === 1,
    banned: row.banned === 1,
    banExpiresAtUs: undefinedIfNull(row.ban_expires_at_us),
    shadowBanned: row.shadow_banned === 1,
    hasMutes: row.has_mutes === 1,
    privacySettings: objectOrUndefined(row.privacy_settings),
    pushPreferences: objectOrUndefined(row.push_preferences),
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
    lastActiveAtUs: undefinedIfNull(row.last_active_at_us),
    deactivatedAtUs: undefinedIfNull(row.deactivated_at_us),
    deletedAtUs: undefinedIfNull(row.deleted_at_us),
    erasedAtUs: undefinedIfNull(row.erased_at_us),
    revokeTokensBeforeUs: undefinedIfNull(row.revoke_tokens_before_us),
    mergedInto: undefinedIfNull(row.merged_into),
    inThreads: row.in_threads === 1,
  }
}

type UserRow = Insertable<UserTable>

function toRow(user: UserRecord): UserRow {
  return {
    app_id: user.appId,
    id: user.id,
    role: textOf(user.role),
    name: textOrNull(user.name),
    name_words: user.name === undefined ? null : foldWords(textOf(user.name)),
    name_key: usernameKey(user.name) || null,
    image: textOrNull(user.image),
    language: textOf(user.language),
    teams: jsonOrNull(user.teams),
    teams_role: user.teamsRole ? jsonText(user.teamsRole) : null,
    invisible: flag(user.invisible),
    banned: flag(user.banned),
    ban_expires_at_us: orNull(user.banExpiresAtUs),
    shadow_banned: flag(user.shadowBanned),
    has_mutes: flag(user.hasMutes),
    privacy_settings: user.privacySettings ? jsonText(user.privacySettings) : null,
    push_preferences: user.pushPreferences ? jsonText(user.pushPreferences) : null,
    custom: jsonOrNull(user.custom),
    created_at_us: user.createdAtUs,
    updated_at_us: user.updatedAtUs,
    last_active_at_us: orNull(user.lastActiveAtUs),
    deactivated_at_us: orNull(user.deactivatedAtUs),
    deleted_at_us: orNull(user.deletedAtUs),
    erased_at_us: orNull(user.erasedAtUs),
    revoke_tokens_before_us: orNull(user.revokeTokensBeforeUs),
    merged_into: orNull(user.mergedInto),
  }
}

/** Every column of a row is a parameter. */
function columns(p: Params<UserRow>) {
  return {
    app_id: p('app_id'),
    id: p('id'),
    role: p('role'),
    name: p('name'),
    name_words: p('name_words'),
    name_key: p('name_key'),
    image: p('image'),
    language: p('language'),
    teams: p('teams'),
    teams_role: p('teams_role'),
    invisible: p('invisible'),
    banned: p('banned'),
    ban_expires_at_us: p('ban_expires_at_us'),
    shadow_banned: p('shadow_banned'),
    has_mutes: p('has_mutes'),
    privacy_settings: p('privacy_settings'),
    push_preferences: p('push_preferences'),
    custom: p('custom'),
    created_at_us: p('created_at_us'),
    updated_at_us: p('updated_at_us'),
    last_active_at_us: p('last_active_at_us'),
    deactivated_at_us: p('deactivated_at_us'),
    deleted_at_us: p('deleted_at_us'),
    erased_at_us: p('erased_at_us'),
    revoke_tokens_before_us: p('revoke_tokens_before_us'),
    merged_into: p('merged_into'),
  }
}

const FIND_USER = prepared('find_user', (db, p: Params<{ appId: number; userId: string }>) =>
  db.selectFrom('users').selectAll().where('app_id', '=', p('appId')).where('id', '=', p('userId')),
)

export async function findUser(
  session: Session,
  appId: number,
  userId: string,
): Promise<UserRecord | undefined> {
  const row = await FIND_USER.first(session, { appId, userId })
  return row && toUser(row)
}

const FIND_USERS = prepared('find_users', (db, p: Params<{ appId: number; userIds: string }>, { isAmong }) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where(isAmong(sql`users.id`, p('userIds'))),
)

export async function findUsers(
  session: Session,
  appId: number,
  userIds: readonly string[],
): Promise<UserRecord[]> {
  if (userIds.length === 0) return []
  return (await FIND_USERS.all(session, { appId, userIds: jsonText(userIds) })).map(toUser)
}

/** A few are enough to know that a name is taken; teams are the caller's to compare. */
const MAX_NAMESAKES = 250

const FIND_NAMESAKES = prepared('find_namesakes', (db, p: Params<{ appId: number; nameKey: string }>) =>
  db
    .selectFrom('users')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('name_key', '=', p('nameKey'))
    .where('deleted_at_us', 'is', null)
    .limit(MAX_NAMESAKES),
)

export async function findNamesakes(session: Session, appId: number, nameKey: string): Promise<UserRecord[]> {
  return (await FIND_NAMESAKES.all(session, { appId, nameKey })).map(toUser)
}

const INSERT_USER = prepared('insert_user', (db, p: Params<UserRow>) =>
  db
    .insertInto('users')
    .values(columns(p))
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doNothing()),
)

export async function insertUser(session: Session, user: UserRecord): Promise<boolean> {
  const isNew = (await INSERT_USER.change(session, toRow(user))) > 0
  if (isNew) await writeValues(session, USER_VALUES, user.appId, user.id, userEntries(user), true)
  return isNew
}

const UPDATE_USER = prepared('update_user', (db, p: Params<UserRow>) =>
  db.updateTable('users').set(columns(p)).where('app_id', '=', p('app_id')).where('id', '=', p('id')),
)

export async function updateUser(session: Session, user: UserRecord): Promise<void> {
  await UPDATE_USER.all(session, toRow(user))
  await writeValues(session, USER_VALUES, user.appId, user.id, userEntries(user), false)
}

type Touch = { appId: number; userId: string; atUs: number; address: string | null }

const TOUCH_USER = prepared('touch_user', (db, p: Params<Touch>) =>
  db
    .updateTable('users')
    .set({
      last_active_at_us: p('atUs'),
      last_address: sql<string | null>`coalesce(${p('address')}, last_address)`,
    })
    .where('app_id', '=', p('appId'))
    .where('id', '=', p('userId'))
    .where(where =>
      where.or([where('last_active_at_us', 'is', null), where('last_active_at_us', '<', p('atUs'))]),
    ),
)

/** In the order of ids, so that two nodes that touch the same users never wait for each other. */
export async function touchUsers(
  session: Session,
  appId: number,
  users: readonly {
    readonly userId: string
    readonly atUs: number
    readonly address?: string | undefined
  }[],
): Promise<void> {
  const ordered = users.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  for (const { userId, atUs, address } of ordered) {
    await TOUCH_USER.all(session, { appId, userId, atUs, address: address ?? null })
  }
}

export async function findLastAddress(
  { db }: Session,
  appId: number,
  userId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('users')
    .select('last_address')
    .where('app_id', '=', appId)
    .where('id', '=', userId)
    .executeTakeFirst()
  return row?.last_address ?? undefined
}
