import { builtInPermissionIds, DEFAULT_GRANTS } from '@parley/protocol'
import fc from 'fast-check'
import { parseAppSettings } from '../src/domain/app-settings.ts'
import { channelResource, type Resource, type Subject } from '../src/domain/permissions.ts'

/** A subject and a channel with random grants, roles, teams, owners and modifiers. */
export function world() {
  const role = fc.constantFrom('user', 'guest', 'anonymous', 'admin', 'global_admin', 'channel_member', 'odd')
  const team = fc.constantFrom('red', 'blue')
  const permission = fc.constantFrom(...builtInPermissionIds())
  const grants = fc.dictionary(role, fc.array(permission, { maxLength: 40 }), { noNullPrototype: true })
  const modifier = fc.tuple(fc.boolean(), permission).map(([revoke, id]) => (revoke ? `!${id}` : id))
  const overrides = fc.option(
    fc.record({
      grants: fc.dictionary(role, fc.array(modifier, { maxLength: 20 }), { noNullPrototype: true }),
    }),
    { nil: undefined },
  )
  const user = fc.record({
    id: fc.constantFrom('alice', 'bob'),
    role,
    teams: fc.uniqueArray(team),
    teamsRole: fc.option(fc.dictionary(team, role, { noNullPrototype: true }), { nil: undefined }),
  })
  const app = fc
    .record({ multi_tenant_enabled: fc.boolean(), disable_permissions_checks: fc.boolean(), grants })
    .map(stored => ({ settings: parseAppSettings(stored, 'development') }))
  const kind = fc.constantFrom('server', 'user', 'user', 'user', 'anonymous')
  const subject = fc.record({ kind, app, user }) as fc.Arbitrary<Subject>
  const type = fc.oneof(fc.constantFrom(...Object.values(DEFAULT_GRANTS)), grants)
  const resource: fc.Arbitrary<Resource> = fc
    .record({ type, overrides, team: fc.option(team, { nil: undefined }), owner: user, channelRole: role })
    .map(parts =>
      channelResource(
        { cid: 'x:y', createdById: parts.owner.id, team: parts.team, configOverrides: parts.overrides },
        { name: 'x', grants: parts.type },
        { channelRole: parts.channelRole },
      ),
    )
  return fc.record({ subject, resource })
}
