import { isDeepStrictEqual } from 'node:util'
import { ChatError, USER_CUSTOM_MAX_BYTES } from '@parley/protocol'
import { customSize } from '../../domain/custom-size.ts'
import type { Json, UserRecord } from '../../domain/records.ts'

/** What a client says of itself, checked; keys that it does not give are absent. */
export interface OwnDetails {
  readonly name?: string | undefined
  readonly image?: string | undefined
  readonly language?: string | undefined
  readonly invisible?: boolean | undefined
  readonly privacy_settings?: Json | undefined
  readonly push_preferences?: Json | undefined
  readonly custom: Json
}

/**
 * The user with these details: what is given overwrites, what is not stays (spec/connect.md §3).
 * The very same record when nothing changes.
 * @throws ChatError `invalid_input` when all custom data together is too big.
 */
export function mergeDetails(user: UserRecord, details: OwnDetails, atUs: number): UserRecord {
  const { name, image, language, invisible, privacy_settings, push_preferences } = details
  const custom = mergeCustom(user.custom, details.custom)
  const changed =
    custom !== user.custom ||
    differs(name, user.name) ||
    differs(image, user.image) ||
    differs(language, user.language) ||
    differs(invisible, user.invisible) ||
    differs(privacy_settings, user.privacySettings) ||
    differs(push_preferences, user.pushPreferences)
  if (!changed) return user
  return {
    ...user,
    name: name ?? user.name,
    image: image ?? user.image,
    language: language ?? user.language,
    invisible: invisible ?? user.invisible,
    privacySettings: privacy_settings ?? user.privacySettings,
    pushPreferences: push_preferences ?? user.pushPreferences,
    custom,
    updatedAtUs: atUs,
  }
}

function differs(given: unknown, stored: unknown): boolean {
  if (given === undefined || given === stored) return false
  return typeof given !== 'object' || !isDeepStrictEqual(given, stored)
}

function mergeCustom(stored: Json, given: Json): Json {
  if (!Object.keys(given).some(key => !Object.hasOwn(stored, key) || differs(given[key], stored[key]))) {
    return stored
  }
  const custom = { ...stored, ...given }
  const bytes = customSize(custom)
  if (bytes > USER_CUSTOM_MAX_BYTES) throw tooBig(bytes)
  return custom
}

function tooBig(bytes: number): ChatError {
  const problem = `has ${bytes} bytes of custom data together with what is stored, at most ${USER_CUSTOM_MAX_BYTES} are allowed`
  return new ChatError('invalid_input', `user_details ${problem}`, {
    details: { fields: { user_details: problem } },
  })
}
