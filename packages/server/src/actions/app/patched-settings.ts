import { isDeepStrictEqual } from 'node:util'
import { mergeAppSettings } from '../../domain/app-settings.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { checkQueue } from '../hooks/check-queue.ts'
import { sealHookSecrets, withKeptSecrets } from '../hooks/hook-secrets.ts'

/**
 * An app's settings after a patch, as they are stored; the same object where nothing changes.
 * @throws ChatError as `mergeAppSettings`; `invalid_input` for a queue that can't be used.
 */
export function patchedSettings(
  deps: Pick<Deps, 'box'>,
  app: Pick<AppRecord, 'id' | 'mode' | 'settings'>,
  patch: Json,
  atUs: number,
): Json {
  return withHooks(deps, app, mergeAppSettings(app.settings, app.mode, patch), atUs)
}

/** Hooks that came without an id get one; those that are new or changed get their times. Their secrets are sealed. */
function withHooks(
  { box }: Pick<Deps, 'box'>,
  { id: appId, settings: before }: Pick<AppRecord, 'id' | 'settings'>,
  merged: Json,
  atUs: number,
): Json {
  const settings = sealHookSecrets(box, appId, before, merged)
  const { event_hooks: hooks } = settings
  if (!Array.isArray(hooks) || hooks === before.event_hooks) return settings
  const at = toRfc3339(atUs)
  const known = new Map(hooksOf(before).map(hook => [hook.id, hook]))
  const stamped = hooks.map((given: Json, index) => {
    const id = given.id ?? crypto.randomUUID()
    const earlier = known.get(id)
    const complete = withKeptSecrets(earlier ?? {}, given)
    checkQueue(complete, `event_hooks[${index}]`)
    const hook: Json = {
      ...sealHookSecrets(box, appId, earlier ?? {}, complete),
      id,
      enabled: given.enabled ?? true,
      created_at: earlier?.created_at ?? at,
      updated_at: earlier?.updated_at ?? at,
    }
    return earlier && !isDeepStrictEqual(hook, earlier) ? { ...hook, updated_at: at } : hook
  })
  return { ...settings, event_hooks: stamped }
}

function hooksOf({ event_hooks: hooks }: Json): readonly Json[] {
  return Array.isArray(hooks) ? hooks : []
}
