import { isPermissionId, parseGrantModifier } from '@parley/protocol'
import { permissionProblem } from '@parley/protocol/schemas'
import { invalidField } from '../util/invalid-input.ts'
import type { App } from './app.ts'
import { BUILT_IN_BLOCKLIST } from './blocklists.ts'
import { resolveCommands } from './channel-type-changes.ts'

type Grants = Readonly<Record<string, readonly string[]>>

/** What of the settings of a type, or of a channel's own, names things of the app. */
export interface ConfigPatch {
  readonly grants?: Grants | null | undefined
  readonly blocklist?: string | undefined
  readonly blocklists?: readonly { readonly blocklist: string }[] | undefined
  readonly automod?: string | undefined
}

type Rules = Pick<App, 'rules'>

/**
 * Whether permissions and blocklists that a config names exist; `at` is where it stands in the request.
 * @throws ChatError `invalid_input`
 */
export function checkConfig(app: Rules, patch: ConfigPatch, at = ''): void {
  checkGrants(app, patch.grants, at)
  if (patch.blocklist !== undefined) checkBlocklist(app, patch.blocklist, `${at}blocklist`)
  for (const [index, { blocklist }] of (patch.blocklists ?? []).entries()) {
    checkBlocklist(app, blocklist, `${at}blocklists[${index}].blocklist`)
  }
  if (patch.automod !== 'AI') return
  throw invalidField(
    `${at}automod`,
    'can’t be "AI": that takes an outside service, and this server is connected to none; "simple" looks for words of a blocklist',
  )
}

/**
 * As `checkConfig`, of what a channel has otherwise than its type: commands by name, too.
 * @throws ChatError `invalid_input`
 */
export function checkOverrides(
  app: Pick<App, 'rules' | 'settings'>,
  overrides: ConfigPatch & { readonly commands?: readonly string[] | undefined },
  at = '',
): void {
  checkConfig(app, overrides, at)
  if (overrides.commands) resolveCommands(overrides.commands, app.settings.commands)
}

/** @throws ChatError `invalid_input` for an id that no permission has, built in or the app's own. */
export function checkGrants({ rules }: Rules, grants: Grants | null | undefined, at = ''): void {
  for (const [role, ids] of Object.entries(grants ?? {})) {
    for (const [index, text] of ids.entries()) {
      const { id } = parseGrantModifier(text)
      if (isPermissionId(id) || rules.permissionIds.has(id)) continue
      throw invalidField(`${at}grants.${role}[${index}]`, permissionProblem(id, rules.permissionIds))
    }
  }
}

function checkBlocklist({ rules }: Rules, name: string, field: string): void {
  if (name === '' || name === BUILT_IN_BLOCKLIST || rules.blocklists.has(name)) return
  const known = [BUILT_IN_BLOCKLIST, ...rules.blocklists.keys()].join(', ')
  throw invalidField(field, `names no blocklist; there are: ${known}`)
}
