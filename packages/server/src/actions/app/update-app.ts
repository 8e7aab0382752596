import { ChatError, CLOSE_CODES } from '@parley/protocol'
import { mergeAppSettings, parseAppSettings } from '../../domain/app-settings.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import { revokedError } from '../../domain/tokens.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

/**
 * Changes settings, on every node from then on: what is not given stays. A revocation of all
 * tokens closes the connections made with them.
 * @throws ChatError `not_allowed` when auth checks are to be switched off in production mode;
 *   `invalid_input` for settings that can't be used.
 */
export async function updateApp(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  patch: Json,
): Promise<void> {
  await deps.store.transaction(
    async tx => {
      const before = await tx.findApp(actor.app.key)
      if (!before) throw new ChatError('not_found', `the app with API key "${actor.app.key}" is gone`)
      const atUs = Math.max(deps.clock(), before.updatedAtUs + 1)
      const settings = withHookIds(mergeAppSettings(before.settings, before.mode, patch), atUs)
      const after = settings === before.settings ? before : await tx.updateApp(before.id, { settings }, atUs)
      return { before, after }
    },
    ({ before, after }) => {
      if (after !== before) announce(deps, before, after)
    },
  )
}

function announce(deps: Deps, before: AppRecord, after: AppRecord): void {
  const appId = after.id
  deps.bus.publish({ to: 'nodes', control: { kind: 'app', appId } })
  const sinceUs = revocationOf(after)
  if (sinceUs === undefined || sinceUs === revocationOf(before)) return
  const {
    errorName: name,
    message,
    details,
  } = revokedError({ userId: '', issuedAtUs: undefined }, 'app', sinceUs)
  deps.bus.publish({
    to: 'nodes',
    control: {
      kind: 'disconnect',
      appId,
      issuedBeforeUs: sinceUs,
      closeCode: CLOSE_CODES.refused.code,
      error: { name, message, ...(details && { details }) },
    },
  })
}

function revocationOf({ settings, mode }: AppRecord): number | undefined {
  return parseAppSettings(settings, mode).revokeTokensIssuedBeforeUs
}

/** Hooks that came without an id get one, and their times. */
function withHookIds(settings: Json, atUs: number): Json {
  const hooks = settings.event_hooks
  if (!Array.isArray(hooks) || hooks.every(hook => hook.id && hook.created_at)) return settings
  const at = toRfc3339(atUs)
  const event_hooks = hooks.map((hook: Json) => ({
    ...hook,
    id: hook.id ?? crypto.randomUUID(),
    enabled: hook.enabled ?? true,
    created_at: hook.created_at ?? at,
    updated_at: at,
  }))
  return { ...settings, event_hooks }
}
