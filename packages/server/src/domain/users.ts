import { isDeepStrictEqual } from 'node:util'
import { ChatError, USER_CUSTOM_MAX_BYTES } from '@parley/protocol'
import { parseTime } from '../util/time.ts'
import { customSize } from './custom-size.ts'
import type { Json, UserRecord } from './records.ts'
import { applyPaths } from './set-paths.ts'

/** Fields of a user as a schema leaves them: absent ones were not given. */
export interface UserFields {
  readonly name?: string | undefined
  readonly image?: string | undefined
  readonly language?: string | undefined
  readonly invisible?: boolean | undefined
  readonly privacy_settings?: Json | undefined
  readonly push_preferences?: Json | undefined
  readonly role?: string | undefined
  readonly teams?: readonly string[] | undefined
  readonly teams_role?: Readonly<Record<string, string>> | undefined
  readonly custom?: Json | undefined
}

/** `set` of a partial update; dotted paths are keys of `custom`. */
export interface UserPatch extends UserFields {
  /** RFC 3339; null takes the revocation back. */
  readonly revoke_tokens_issued_before?: string | null | undefined
}

/**
 * The user with these fields, others unchanged; the very same record when nothing changes.
 * @throws ChatError `invalid_input` when custom data gets too big.
 */
export function applyUserFields(user: UserRecord, fields: UserFields, atUs: number): UserRecord {
  return touched(user, { ...mergeKnown(user, fields), custom: { ...user.custom, ...fields.custom } }, atUs)
}

/**
 * The user as a server writes it whole: what is not given goes (spec/README.md). The role stays
 * unless another one is given, so that rewriting a profile takes no rights away.
 */
export function replaceUser(user: UserRecord, fields: UserFields, atUs: number): UserRecord {
  const next: UserRecord = {
    ...user,
    name: fields.name,
    image: fields.image,
    language: fields.language ?? '',
    invisible: fields.invisible ?? false,
    privacySettings: fields.privacy_settings,
    pushPreferences: fields.push_preferences,
    role: fields.role ?? user.role,
    teams: fields.teams ?? [],
    teamsRole: fields.teams_role,
    custom: fields.custom ?? {},
  }
  return touched(user, next, atUs)
}

/**
 * The user after a partial update: `set` writes, `unset` removes; both reach into custom data by
 * dotted paths. Privacy settings are merged, switch by switch.
 * @throws ChatError `invalid_input` for a path that can't be used, or too much custom data.
 */
export function patchUser(
  user: UserRecord,
  { set, unset }: { readonly set: UserPatch; readonly unset: readonly string[] },
  atUs: number,
): UserRecord {
  const cleared = unset.reduce(clearField, user)
  const customPaths = unset.filter(path => !Object.hasOwn(DEFAULTS, path))
  const next: UserRecord = {
    ...mergeKnown(cleared, set),
    privacySettings: mergePrivacy(cleared.privacySettings, set.privacy_settings),
    revokeTokensBeforeUs: revocationAfter(cleared.revokeTokensBeforeUs, set.revoke_tokens_issued_before),
    custom: applyPaths(user.custom, set.custom ?? {}, customPaths, root => Object.hasOwn(DEFAULTS, root)),
  }
  return touched(user, next, atUs)
}

/** What unsetting a field leaves behind. */
const DEFAULTS = {
  name: { name: undefined },
  image: { image: undefined },
  language: { language: '' },
  invisible: { invisible: false },
  privacy_settings: { privacySettings: undefined },
  push_preferences: { pushPreferences: undefined },
  role: { role: 'user' },
  teams: { teams: [] },
  teams_role: { teamsRole: undefined },
  revoke_tokens_issued_before: { revokeTokensBeforeUs: undefined },
} as const satisfies Record<string, Partial<UserRecord>>

function clearField(user: UserRecord, path: string): UserRecord {
  return Object.hasOwn(DEFAULTS, path) ? { ...user, ...DEFAULTS[path as keyof typeof DEFAULTS] } : user
}

function mergeKnown(user: UserRecord, fields: UserFields): UserRecord {
  return {
    ...user,
    name: fields.name ?? user.name,
    image: fields.image ?? user.image,
    language: fields.language ?? user.language,
    invisible: fields.invisible ?? user.invisible,
    privacySettings: fields.privacy_settings ?? user.privacySettings,
    pushPreferences: fields.push_preferences ?? user.pushPreferences,
    role: fields.role ?? user.role,
    teams: fields.teams ?? user.teams,
    teamsRole: fields.teams_role ?? user.teamsRole,
  }
}

function mergePrivacy(stored: Json | undefined, given: Json | undefined): Json | undefined {
  if (!given) return stored
  const merged: Record<string, unknown> = { ...stored }
  for (const [name, value] of Object.entries(given)) if (value !== undefined) merged[name] = value
  return merged
}

function revocationAfter(stored: number | undefined, given: string | null | undefined): number | undefined {
  if (given === undefined) return stored
  return given === null ? undefined : parseTime(given)
}

function touched(before: UserRecord, next: UserRecord, atUs: number): UserRecord {
  if (isDeepStrictEqual(before, next)) return before
  const bytes = customSize(next.custom)
  if (bytes > USER_CUSTOM_MAX_BYTES) throw tooBig(before.id, bytes)
  return { ...next, updatedAtUs: atUs }
}

function tooBig(userId: string, bytes: number): ChatError {
  const problem = `has ${bytes} bytes of custom data, at most ${USER_CUSTOM_MAX_BYTES} are allowed`
  return new ChatError('invalid_input', `user "${userId}" ${problem}`, {
    details: { fields: { custom: problem } },
  })
}
