import { ChatError, ERRORS } from '@parley/protocol'
import type { Failure } from '../../auth/failure-log.ts'
import { hasRole } from '../../domain/admins.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { visibleAppIds } from '../admins/app-access.ts'

export interface FailureFilter {
  /** An API key. */
  readonly app?: string | undefined
  readonly code?: number | undefined
  readonly limit?: number | undefined
}

const DEFAULT_LIMIT = 50

/**
 * Credentials that were refused lately, the latest first, and how many of each code. What named no
 * app is an owner's to see.
 * @throws ChatError `not_found` for an app that is none of theirs
 */
export async function listFailures(
  { store, auth }: AdminDeps,
  { admin }: AdminActor,
  { app, code, limit = DEFAULT_LIMIT }: FailureFilter,
) {
  const visible = new Set(await visibleAppIds(store, admin))
  const keys = (await store.read.listApps()).filter(each => visible.has(each.id)).map(each => each.key)
  if (app !== undefined && !keys.includes(app)) {
    throw new ChatError('not_found', 'there is no app with this API key, or it is not yours to see')
  }
  const strangers = hasRole(admin, 'owner') ? [undefined] : []
  const all = auth.failureLog.list(app === undefined ? [...keys, ...strangers] : [app])
  const asked = code === undefined ? all : all.filter(failure => failure.code === code)
  return {
    since: toRfc3339(auth.failureLog.sinceUs),
    by_code: countByCode(all),
    failures: asked.slice(0, limit).map(showFailure),
  }
}

function countByCode(failures: readonly Failure[]) {
  const counts = new Map<Failure['name'], number>()
  for (const { name, count } of failures) counts.set(name, (counts.get(name) ?? 0) + count)
  return [...counts].map(([name, count]) => {
    const { code, title, advice } = ERRORS[name]
    return { code, name, title, advice, count }
  })
}

function showFailure(failure: Failure) {
  const { apiKey, code, name, message, address, userId, firstAtUs, lastAtUs, count } = failure
  return {
    app: apiKey ?? null,
    code,
    name,
    title: ERRORS[name].title,
    reason: message,
    advice: ERRORS[name].advice,
    address,
    user_id: userId ?? null,
    count,
    first_at: toRfc3339(firstAtUs),
    last_at: toRfc3339(lastAtUs),
  }
}
