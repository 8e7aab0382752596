import { ChatError } from '@parley/protocol'
import type { Actor, Deps } from '../deps.ts'

/**
 * Has a hook that is left alone tried at once.
 * @throws ChatError `not_found`
 */
export async function resumeHook(deps: Deps, { app }: Actor, hookId: string): Promise<void> {
  if (!app.settings.hooks.some(hook => hook.id === hookId)) {
    throw new ChatError('not_found', `the app has no hook with the id "${hookId}" that is switched on`)
  }
  const target = { appId: app.id, target: hookId }
  await deps.store.transaction(async tx => {
    await tx.forgetFailingTarget(target)
    await tx.moveLanes(target, deps.clock(), 'all')
  })
}
