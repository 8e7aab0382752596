import { ACTIONS, type Action, ChatError } from '@parley/protocol'
import { anyText, object, oneOf, optional, optionalFlag, text } from '@parley/protocol/schemas'
import { explainAccess } from '../actions/permissions/explain-access.ts'
import { listActions } from '../actions/permissions/list-actions.ts'
import { showOverrides } from '../actions/permissions/show-overrides.ts'
import type { Route } from './route.ts'

const action = oneOf(Object.keys(ACTIONS) as [Action, ...Action[]])

export function registerPermissionRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/permissions',
    role: 'viewer',
    summary: 'What can be granted, in words, and what is granted by default',
    handle: () => ({ body: listActions() }),
  })
  route({
    method: 'GET',
    path: '/apps/{app}/config_overrides',
    role: 'viewer',
    query: object({ cid: text(255) }),
    summary: 'What one channel has otherwise than its type',
    handle: async ({ deps, app, query }) => ({ body: await showOverrides(deps, app, query.cid) }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/permissions/explain',
    role: 'viewer',
    body: object({
      user_id: optional(text(255)),
      anonymous: optionalFlag,
      cid: optional(text(255)),
      message_id: optional(text(255)),
      action: optional(action),
      text: optional(anyText(20_000)),
    }),
    summary: 'What somebody may do, why, and what would change it',
    handle: async ({ deps, app, body }) => {
      const { anonymous, user_id, message_id, cid, action, text } = body
      const userId = whom(user_id, anonymous)
      const question = { userId, cid, messageId: message_id, action, text }
      return { body: await explainAccess(deps, app, question) }
    },
  })
}

function whom(userId: string | undefined, anonymous: boolean | undefined): string | undefined {
  if ((userId !== undefined) !== (anonymous === true)) return userId
  const why = 'is needed, or anonymous: true; not both'
  throw new ChatError('invalid_input', `user_id ${why}`, { details: { fields: { user_id: why } } })
}
