import {
  DeadLetterPath,
  DeadLettersQuery,
  DeadLettersReply,
  EmptyReply,
  HookPath,
  HooksReply,
} from '@parley/protocol/schemas'
import { deleteDeadLetter, listDeadLetters, retryDeadLetter } from '../actions/hooks/dead-letters.ts'
import { listHooks } from '../actions/hooks/list-hooks.ts'
import { resumeHook } from '../actions/hooks/resume-hook.ts'
import type { Route } from './route.ts'

const tag = 'Hooks'

export function registerHookRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/hooks/dead_letters',
    auth: 'server',
    name: 'ListDeadLetters',
    query: DeadLettersQuery,
    reply: DeadLettersReply,
    tag,
    summary: 'List deliveries that were given up',
    description: 'The newest first. They are kept for 7 days.',
    handle: ({ deps, actor, query }) => listDeadLetters(deps, actor, query),
  })
  route({
    method: 'POST',
    path: '/hooks/dead_letters/{id}/retry',
    auth: 'server',
    name: 'RetryDeadLetter',
    params: DeadLetterPath,
    reply: EmptyReply,
    tag,
    summary: 'Deliver something once more that was given up',
    handle: async ({ deps, actor, params }) => {
      await retryDeadLetter(deps, actor, params.id)
      return {}
    },
  })
  route({
    method: 'DELETE',
    path: '/hooks/dead_letters/{id}',
    auth: 'server',
    name: 'DeleteDeadLetter',
    params: DeadLetterPath,
    reply: EmptyReply,
    tag,
    summary: 'Forget a delivery that was given up',
    handle: async ({ deps, actor, params }) => {
      await deleteDeadLetter(deps, actor, params.id)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/hooks',
    auth: 'server',
    name: 'ListHooks',
    reply: HooksReply,
    tag,
    summary: 'See how hooks are doing',
    handle: async ({ deps, actor }) => ({ hooks: await listHooks(deps, actor) }),
  })
  route({
    method: 'POST',
    path: '/hooks/{id}/resume',
    auth: 'server',
    name: 'ResumeHook',
    params: HookPath,
    reply: EmptyReply,
    tag,
    summary: 'Try a paused hook at once',
    handle: async ({ deps, actor, params }) => {
      await resumeHook(deps, actor, params.id)
      return {}
    },
  })
}
