import { z } from 'zod'
import {
  CHANNEL_ID_MAX_LENGTH,
  MESSAGE_ID_MAX_LENGTH,
  NAME_MAX_LENGTH,
  TEAM_MAX_BYTES,
  USER_ID_MAX_LENGTH,
} from '../limits.ts'
import { builtInPermissionIds, CHANNEL_ROLES, USER_ROLES } from '../permissions.ts'
import { closest } from './closest.ts'
import { expected, optionalUnlessEmpty, quoted } from './primitives.ts'

/** What an id may be made of. */
interface Alphabet {
  /** For messages: `a user id`. */
  what: string
  /** One or more allowed characters. */
  allowed: RegExp
  /** For messages. */
  allowedText: string
  maxLength: number
}

/** Why this is not an id of the alphabet; undefined when it is one. */
function idProblem(value: string, { what, allowed, allowedText, maxLength }: Alphabet): string | undefined {
  if (value.length <= maxLength && allowed.test(value)) return undefined
  if (value === '') return `must be ${what}, got an empty string`
  if (value.length > maxLength) return `must be at most ${maxLength} characters, got ${value.length}`
  const wrong = [...value].find(character => !allowed.test(character)) ?? ''
  return `must be ${what}, made of ${allowedText}; the character ${quoted(wrong)} (${codePoint(wrong)}) is not allowed`
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

function id(problemOf: (value: string) => string | undefined, what: string) {
  return z.string({ error: expected(what) }).superRefine((value, context) => {
    const message = problemOf(value)
    if (message) context.addIssue({ code: 'custom', message })
  })
}

const USER: Alphabet = {
  what: 'a user id',
  allowed: /^[A-Za-z0-9@_-]+$/,
  allowedText: 'a–z A–Z 0–9 @ _ -',
  maxLength: USER_ID_MAX_LENGTH,
}
const CHANNEL: Alphabet = {
  what: 'a channel id',
  allowed: /^[A-Za-z0-9_-]+$/,
  allowedText: 'a–z A–Z 0–9 _ -',
  maxLength: CHANNEL_ID_MAX_LENGTH,
}
const NAME: Alphabet = {
  what: 'a name',
  allowed: /^[A-Za-z0-9_-]+$/,
  allowedText: 'a–z A–Z 0–9 _ -',
  maxLength: NAME_MAX_LENGTH,
}
const PERMISSION: Alphabet = { ...NAME, what: 'a permission id' }
const MESSAGE: Alphabet = {
  what: 'a message id',
  allowed: /^[^,%\p{Cc}\p{Surrogate}]+$/u,
  allowedText: 'any characters but , and % and control characters',
  maxLength: MESSAGE_ID_MAX_LENGTH,
}

const POLL: Alphabet = { ...NAME, what: 'an id of a poll, an option or a vote' }

const REACTION: Alphabet = {
  what: 'a reaction type',
  allowed: /^[^\s,%/\p{Cc}\p{Surrogate}]+$/u,
  allowedText: 'any characters but spaces, commas, % and /',
  maxLength: NAME_MAX_LENGTH,
}

/** Why this can't be the id of a user; undefined when it can. */
export function userIdProblem(value: string): string | undefined {
  if (value.startsWith('!')) return 'must not start with "!": such ids are the server’s own'
  return idProblem(value, USER)
}

/** 1–255 characters of `a–z A–Z 0–9 @ _ -`. */
export const userId = id(userIdProblem, 'a user id')

/** A user id; null, absent and `""` are unset. */
export const optionalUserId = optionalUnlessEmpty(userId)

const DISTINCT_PREFIX = '!members-'

function channelIdProblem(value: string): string | undefined {
  if (!value.startsWith(DISTINCT_PREFIX) || value.length > CHANNEL_ID_MAX_LENGTH)
    return idProblem(value, CHANNEL)
  return idProblem(value.slice(DISTINCT_PREFIX.length), CHANNEL)
}

/**
 * 1–64 characters of `a–z A–Z 0–9 _ -`, or the server's own `!members-…` of a channel that is known
 * by its members.
 */
export const channelId = id(channelIdProblem, 'a channel id')

/** Name of a channel type, role, reaction type: 1–64 characters of `a–z A–Z 0–9 _ -`. */
export const name = id(value => idProblem(value, NAME), 'a name')

/** A role of users: built in or of the app's own, not one of members. */
export const userRole = id(
  value => idProblem(value, NAME) ?? mixed(CHANNEL_ROLES, value, 'a role of members'),
  'a name',
)

/** A role of members: built in or of the app's own, not one of users. */
export const channelRole = id(
  value => idProblem(value, NAME) ?? mixed(USER_ROLES, value, 'a role of users'),
  'a name',
)

function mixed(others: readonly string[], role: string, what: string): string | undefined {
  return others.includes(role) ? `must not be "${role}", ${what}` : undefined
}

/** 1–255 characters, no `,` and no `%`. */
export const messageId = id(value => idProblem(value, MESSAGE), 'a message id')

/** Also a key of `reaction_groups`, so it must not be `__proto__`. */
function reactionTypeProblem(value: string): string | undefined {
  if (value === '__proto__') return 'must not be "__proto__"'
  return idProblem(value, REACTION)
}

/** 1–64 characters, no spaces, `,`, `%` and `/`. */
export const reactionType = id(reactionTypeProblem, 'a reaction type')

/** A message id; null, absent and `""` are unset. */
export const optionalMessageId = optionalUnlessEmpty(messageId)

/** Id of a poll, of an option or of a vote: as a name, but not `__proto__`, since options are keys. */
export const pollId = id(
  value => (value === '__proto__' ? 'is not allowed as an id' : idProblem(value, POLL)),
  POLL.what,
)

/** As `pollId`; null, absent and `""` are unset. */
export const optionalPollId = optionalUnlessEmpty(pollId)

/** `type:id`. */
export const cid = id(cidProblem, 'a cid (type:id)')

function cidProblem(value: string): string | undefined {
  const colon = value.indexOf(':')
  if (colon < 0) return `must be a cid (type:id), got ${quoted(value)} without a colon`
  return idProblem(value.slice(0, colon), NAME) ?? channelIdProblem(value.slice(colon + 1))
}

/** A team's name: 1–100 bytes. */
export const team = z
  .string({ error: expected('a team name') })
  .min(1, { error: 'must not be empty' })
  .refine(value => value.length <= TEAM_MAX_BYTES && utf8Length(value) <= TEAM_MAX_BYTES, {
    error: `must be at most ${TEAM_MAX_BYTES} bytes`,
  })

/**
 * The id of a permission, built in or the app's own; which there are is checked where the app is known
 * (`permissionProblem`).
 */
export const permissionId = id(value => idProblem(value, PERMISSION), 'a permission id')

/** A permission id, or `!` and one. */
export const grantModifier = id(
  value => idProblem(value.replace(/^!/, ''), PERMISSION),
  'a permission id, or "!" and one',
)

/** Why no permission has this id, with the nearest that there is. */
export function permissionProblem(value: string, own: Iterable<string> = []): string {
  const near = closest(value, [...builtInPermissionIds(), ...own])
  return `${quoted(value)} is not a permission${near ? `; did you mean "${near}"?` : ''}`
}

/** Length of a text as UTF-8. */
export function utf8Length(value: string): number {
  let bytes = value.length
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at)
    if (unit > 0x7ff) bytes += 2
    else if (unit > 0x7f) bytes += 1
    // A pair is two units and four bytes, not six.
    if (unit >= 0xd800 && unit <= 0xdbff) {
      bytes -= 2
    }
  }
  return bytes
}
