import { z } from 'zod'
import { TEXT_MAX_LENGTH } from '../limits.ts'
import { type Action, findAction } from '../permissions.ts'
import { name } from './ids.ts'
import { jsonObject } from './json.ts'
import {
  anyObject,
  expected,
  object,
  optionalFlag,
  optionalObject,
  optionalText,
  quoted,
  text,
} from './primitives.ts'
import { reply } from './replies.ts'

/** `POST roles`. */
export const CreateRoleBody = jsonObject(object({ name }))

const action = z.string({ error: expected('the name of an action') }).transform((value, context): Action => {
  const found = findAction(value)
  if (found) return found
  const message = `must be an action such as "CreateMessage", got ${quoted(value)}`
  context.issues.push({ code: 'custom', input: undefined, message })
  return z.NEVER
})

const permission = {
  name: text(255),
  description: optionalText(TEXT_MAX_LENGTH),
  action,
  owner: optionalFlag,
  same_team: optionalFlag,
  condition: optionalObject(anyObject),
}

/** `POST permissions`. */
export const CreatePermissionBody = jsonObject(object({ id: name, ...permission }))

/** `PUT permissions/{id}`: the whole permission anew. */
export const UpdatePermissionBody = jsonObject(object(permission))

/** Path of `permissions/{id}`. */
export const PermissionPath = object({ id: name })

/** A role. */
export const RoleSchema = z.object({
  name: z.string(),
  custom: z.boolean(),
  scopes: z.array(z.string()),
  scoped: z.array(z.string()),
  created_at: z.string(),
  updated_at: z.string(),
})

/** What a grant's id stands for. */
export const PermissionSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  action: z.string(),
  owner: z.boolean(),
  same_team: z.boolean(),
  condition: z.record(z.string(), z.unknown()).nullable(),
  custom: z.boolean(),
  level: z.enum(['app', 'channel']),
})

/** Reply of `POST roles`. */
export const RoleReply = reply({ role: RoleSchema })
/** Reply of `GET roles`. */
export const RolesReply = reply({ roles: z.array(RoleSchema) })
/** Reply of `GET permissions/{id}`, and of what makes or changes one. */
export const PermissionReply = reply({ permission: PermissionSchema })
/** Reply of `GET permissions`. */
export const PermissionsReply = reply({ permissions: z.array(PermissionSchema) })
