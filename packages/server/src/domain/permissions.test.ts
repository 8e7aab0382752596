import { describe, expect, test } from 'bun:test'
import {
  ACTIONS,
  type Action,
  builtInPermissionIds,
  ChatError,
  DEFAULT_APP_GRANTS,
  DEFAULT_GRANTS,
} from '@parley/protocol'
import fc from 'fast-check'
import { world } from '../../tests/permission-worlds.ts'
import { parseAppSettings } from './app-settings.ts'
import { ownCapabilities } from './capabilities.ts'
import {
  APP_RESOURCE,
  can,
  channelResource,
  checkCan,
  type Resource,
  type Subject,
  userResource,
} from './permissions.ts'
import type { Json } from './records.ts'

const actions = Object.keys(ACTIONS) as Action[]

function appWith(stored: Json = {}): Subject['app'] {
  return { settings: parseAppSettings(stored, 'development') }
}

function somebody(role: string, more: Partial<NonNullable<Subject['user']>> = {}, app = appWith()): Subject {
  return { kind: 'user', app, user: { id: 'alice', role, teams: [], teamsRole: undefined, ...more } }
}

const anonymous: Subject = {
  kind: 'anonymous',
  app: appWith(),
  user: { id: '!anon', role: 'anonymous', teams: [], teamsRole: undefined },
}

function channel(type: keyof typeof DEFAULT_GRANTS, more: Partial<ChannelParts> = {}): Resource {
  const parts: ChannelParts = { createdById: 'bob', team: undefined, configOverrides: undefined, ...more }
  const member = parts.channelRole === undefined ? undefined : { channelRole: parts.channelRole }
  return channelResource(
    { cid: `${type}:general`, ...parts },
    { name: type, grants: DEFAULT_GRANTS[type] },
    member,
  )
}

interface ChannelParts {
  createdById: string | undefined
  team: string | undefined
  configOverrides: Json | undefined
  channelRole?: string
}

describe('the defaults', () => {
  test('a stranger neither reads nor writes in a messaging channel, a member does both', () => {
    const stranger = somebody('user')
    expect(can(stranger, 'read-channel', channel('messaging'))).toBe(false)
    expect(can(stranger, 'create-message', channel('messaging'))).toBe(false)
    const asMember = channel('messaging', { channelRole: 'channel_member' })
    expect(can(stranger, 'read-channel', asMember)).toBe(true)
    expect(can(stranger, 'create-message', asMember)).toBe(true)
    expect(can(stranger, 'delete-channel', asMember)).toBe(false)
  })

  test('the creator may do what -owner says without being a member', () => {
    const own = channel('messaging', { createdById: 'alice' })
    expect(can(somebody('user'), 'read-channel', own)).toBe(true)
    expect(can(somebody('user'), 'delete-channel', own)).toBe(true)
    expect(can(somebody('user'), 'update-channel-frozen', own)).toBe(false)
  })

  test('a message is its author’s', () => {
    const inside = channel('messaging', { channelRole: 'channel_member' })
    expect(can(somebody('user'), 'update-message', { ...inside, ownerId: 'alice' })).toBe(true)
    expect(can(somebody('user'), 'update-message', { ...inside, ownerId: 'bob' })).toBe(false)
    const moderated = channel('messaging', { channelRole: 'channel_moderator' })
    expect(can(somebody('user'), 'update-message', { ...moderated, ownerId: 'bob' })).toBe(true)
  })

  test('in livestream everybody talks, guests read', () => {
    expect(can(somebody('user'), 'create-message', channel('livestream'))).toBe(true)
    expect(can(somebody('guest'), 'create-message', channel('livestream'))).toBe(false)
    expect(can(somebody('guest'), 'read-channel', channel('livestream'))).toBe(true)
  })

  test('only admins create gaming channels', () => {
    expect(can(somebody('user'), 'create-channel', channel('gaming'))).toBe(false)
    expect(can(somebody('admin'), 'create-channel', channel('gaming'))).toBe(true)
  })

  test('users search and change themselves, nobody else', () => {
    expect(can(somebody('user'), 'search-user', APP_RESOURCE)).toBe(true)
    expect(can(anonymous, 'search-user', APP_RESOURCE)).toBe(false)
    expect(can(somebody('user'), 'update-user', userResource({ id: 'alice', teams: [] }))).toBe(true)
    expect(can(somebody('user'), 'update-user', userResource({ id: 'bob', teams: [] }))).toBe(false)
  })
})

describe('anonymous users', () => {
  const all = Object.fromEntries([['anonymous', builtInPermissionIds()]])
  const generous: Resource = {
    ...channel('messaging', { channelRole: 'channel_member' }),
    channel: { type: { name: 'open', grants: all }, overrides: undefined, channelRole: 'anonymous' },
  }

  test('read livestream and nothing else by default', () => {
    expect(can(anonymous, 'read-channel', channel('livestream'))).toBe(true)
    for (const type of ['messaging', 'team', 'gaming', 'commerce'] as const) {
      expect(can(anonymous, 'read-channel', channel(type))).toBe(false)
    }
  })

  test('write nothing, whatever the grants say', () => {
    for (const app of [appWith({ grants: all }), appWith({ disable_permissions_checks: true })]) {
      const allowed = actions.filter(action => can({ ...anonymous, app }, action, generous))
      expect(allowed.filter(action => !/^(read|query|search)-/.test(action))).toEqual([])
      expect(allowed).toContain('read-channel')
    }
  })
})

describe('what changes the rules', () => {
  test('a server may do everything', () => {
    const server: Subject = { kind: 'server', app: appWith({ multi_tenant_enabled: true }) }
    expect(actions.every(action => can(server, action, channel('gaming', { team: 'red' })))).toBe(true)
  })

  test('disable_permissions_checks lets everybody', () => {
    const free = somebody(
      'nobody',
      {},
      appWith({ disable_permissions_checks: true, multi_tenant_enabled: true }),
    )
    expect(actions.every(action => can(free, action, channel('gaming', { team: 'red' })))).toBe(true)
  })

  test('a channel’s own modifiers add and take away, for the role they name', () => {
    const overrides = {
      grants: { channel_member: ['!create-message', 'pin-message'], user: ['update-message'] },
    }
    const quiet = channel('messaging', { channelRole: 'channel_member', configOverrides: overrides })
    expect(can(somebody('user'), 'create-message', quiet)).toBe(false)
    expect(can(somebody('admin'), 'create-message', quiet)).toBe(true)
    expect(can(somebody('user'), 'pin-message', quiet)).toBe(true)
    expect(can(somebody('user'), 'update-message', { ...quiet, ownerId: 'bob' })).toBe(true)
  })

  test('a type without grants for a role gives it nothing', () => {
    expect(can(somebody('janitor'), 'read-channel', channel('livestream'))).toBe(false)
    expect(can(somebody('toString'), 'read-channel', channel('livestream'))).toBe(false)
  })

  test('app grants reach users in channels, not the channels', () => {
    const app = appWith({ grants: { helper: ['ban-user', 'read-channel'] } })
    const helper = somebody('helper', {}, app)
    expect(can(helper, 'ban-user', channel('messaging'))).toBe(true)
    expect(can(helper, 'read-channel', channel('messaging'))).toBe(false)
  })
})

describe('teams', () => {
  const app = appWith({ multi_tenant_enabled: true })
  const red = channel('messaging', { team: 'red', channelRole: 'channel_member' })

  test('only inside one’s own', () => {
    expect(can(somebody('user', { teams: ['red'] }, app), 'read-channel', red)).toBe(true)
    expect(can(somebody('user', { teams: ['blue'] }, app), 'read-channel', red)).toBe(false)
    expect(can(somebody('user', {}, app), 'read-channel', red)).toBe(false)
    expect(can(somebody('user', { teams: ['blue'] }), 'read-channel', red)).toBe(true)
  })

  test('who has no team reaches what has none, who has one does not', () => {
    const plain = channel('messaging', { channelRole: 'channel_member' })
    expect(can(somebody('user', {}, app), 'read-channel', plain)).toBe(true)
    expect(can(somebody('user', { teams: ['red'] }, app), 'read-channel', plain)).toBe(false)
  })

  test('-any-team reaches everywhere', () => {
    expect(can(somebody('global_admin', {}, app), 'delete-channel', red)).toBe(true)
    expect(can(somebody('global_moderator', {}, app), 'delete-channel', red)).toBe(false)
    expect(can(somebody('global_moderator', {}, app), 'delete-channel', { ...red, ownerId: 'alice' })).toBe(
      true,
    )
  })

  test('teams_role replaces the role in channels of that team only', () => {
    const boss = somebody('user', { teams: ['red', 'blue'], teamsRole: { red: 'admin' } }, app)
    expect(can(boss, 'delete-channel', red)).toBe(true)
    expect(can(boss, 'delete-channel', channel('messaging', { team: 'blue' }))).toBe(false)
    const demoted = somebody('admin', { teams: ['red'], teamsRole: { red: 'user' } }, app)
    expect(can(demoted, 'delete-channel', red)).toBe(false)
    expect(can({ ...demoted, app: appWith() }, 'delete-channel', red)).toBe(true)
  })
})

describe('the refusal', () => {
  function refusal(subject: Subject, action: Action, resource: Resource): ChatError {
    try {
      checkCan(subject, action, resource)
    } catch (error) {
      if (error instanceof ChatError) return error
    }
    throw new Error('was allowed')
  }

  test('names action, resource, role and what would grant it', () => {
    const error = refusal(somebody('user'), 'read-channel', channel('messaging'))
    expect(error.errorName).toBe('not_allowed')
    for (const part of [
      'read-channel',
      'messaging:general',
      '"user"',
      '"alice"',
      '/channeltypes/messaging',
    ]) {
      expect(error.message).toContain(part)
    }
    expect(error.details).toMatchObject({
      action: 'read-channel',
      roles: ['user'],
      permissions: ['read-channel'],
    })
  })

  test('says that the team is another one', () => {
    const app = appWith({ multi_tenant_enabled: true })
    const red = channel('messaging', { team: 'red', channelRole: 'channel_member' })
    const error = refusal(somebody('user', { teams: ['blue'] }, app), 'read-channel', red)
    expect(error.message).toContain('team')
    expect(error.details?.permissions).toEqual(['read-channel-any-team'])
  })

  test('tells anonymous users to become somebody', () => {
    expect(refusal(anonymous, 'create-message', channel('livestream')).message).toContain('guest')
  })
})

describe('own capabilities', () => {
  test('are what can() says, own content marked', () => {
    const list = ownCapabilities(somebody('user'), channel('messaging', { channelRole: 'channel_member' }))
    expect(list).toContain('create-message')
    expect(list).toContain('update-message-owner')
    expect(list).not.toContain('update-message')
    expect(list).not.toContain('delete-channel')
  })

  test('follow the channel’s modifiers', () => {
    const configOverrides = { grants: { channel_member: ['!create-message'] } }
    const quiet = channel('messaging', { channelRole: 'channel_member', configOverrides })
    expect(ownCapabilities(somebody('user'), quiet)).not.toContain('create-message')
  })

  test('remembered answers equal fresh ones', () => {
    fc.assert(
      fc.property(world(), ({ subject, resource }) => {
        const own = { ...resource, ownerId: subject.user?.id }
        const others = { ...resource, ownerId: undefined }
        for (const name of ownCapabilities(subject, resource)) {
          const action = name.replace(/-owner$/, '') as Action
          const target = ACTIONS[action] === 'channel' ? resource : name === action ? others : own
          expect(can(subject, action, target)).toBe(true)
        }
        for (const action of actions.filter(one => ACTIONS[one] === 'channel')) {
          expect(ownCapabilities(subject, resource).includes(action)).toBe(can(subject, action, resource))
        }
      }),
      { numRuns: 300 },
    )
  })
})

/** The rules once more, slow and word by word after PROTOCOL.md §12. */
function reference(subject: Subject, action: Action, resource: Resource): boolean {
  if (subject.kind === 'server') return true
  const reads = /^(read|query|search)-/.test(action)
  if (subject.kind === 'anonymous' && !reads) return false
  const { settings } = subject.app
  if (settings.disablePermissionsChecks) return true
  const user = subject.user
  if (!user) return false
  const tenant = settings.multiTenantEnabled
  const shared = (resource.teams ?? []).filter(team => user.teams.includes(team))
  const together =
    !tenant ||
    !resource.teams ||
    shared.length > 0 ||
    (user.teams.length === 0 && resource.teams.length === 0)
  const teamRole =
    tenant && resource.channel && resource.teams?.[0] ? user.teamsRole?.[resource.teams[0]] : undefined
  const roles = [
    teamRole ?? user.role,
    ...(resource.channel?.channelRole ? [resource.channel.channelRole] : []),
  ]
  const ids = [`${action}-any-team`]
  if (resource.ownerId === user.id) ids.push(`${action}-owner-any-team`)
  if (together) ids.push(action)
  if (together && resource.ownerId === user.id) ids.push(`${action}-owner`)
  const wide = ['user', 'flag_report', 'poll'].includes(ACTIONS[action])
  return roles.some(role => {
    const app: readonly string[] = settings.grants[role] ?? []
    if (!resource.channel) return ids.some(id => app.includes(id))
    const changes = (resource.channel.overrides?.grants as Record<string, string[]> | undefined)?.[role] ?? []
    const type: readonly string[] = resource.channel.type.grants[role] ?? []
    const held = [...type, ...changes, ...(wide ? app : [])].filter(id => !changes.includes(`!${id}`))
    return ids.some(id => held.includes(id))
  })
}

test('agrees with a slow reading of the rules', () => {
  const targets = fc.tuple(world(), fc.constantFrom(...actions), fc.constantFrom('channel', 'user', 'app'))
  let allowed = 0
  fc.assert(
    fc.property(targets, ([{ subject, resource }, action, kind]) => {
      const target =
        kind === 'channel'
          ? resource
          : kind === 'app'
            ? APP_RESOURCE
            : userResource({ id: 'bob', teams: ['red'] })
      const expected = reference(subject, action, target)
      if (expected && subject.kind === 'user' && !subject.app.settings.disablePermissionsChecks) allowed++
      expect(can(subject, action, target)).toBe(expected)
    }),
    { numRuns: 5_000 },
  )
  // The worlds must not be so poor that everything is refused.
  expect(allowed).toBeGreaterThan(50)
})

test('the defaults of the app scope are what is granted without settings', () => {
  for (const [role, ids] of Object.entries(DEFAULT_APP_GRANTS)) {
    const held = actions.filter(action => can(somebody(role), action, { ...APP_RESOURCE, ownerId: 'alice' }))
    const expected = new Set(ids.map(id => id.replace(/(-owner)?(-any-team)?$/, '')))
    expect(new Set<string>(held)).toEqual(expected)
  }
})
