import { anyText, object, optional, text } from '@parley/protocol/schemas'
import { EMAIL_MAX_LENGTH, PASSWORD_MAX_LENGTH } from '../domain/admins.ts'

export const email = text(EMAIL_MAX_LENGTH)
/** Not judged here: one that was good once must be good for signing in. */
export const password = text(PASSWORD_MAX_LENGTH)
/** Six digits, or a recovery code. */
export const code = text(64)
export const optionalCode = optional(code)
export const personName = anyText(255)
export const linkToken = text(255)

export const IdPath = object({ id: text(64) })
