import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { mergeAppSettings, parseAppSettings, settingsForMode } from './app-settings.ts'

/** What the Go SDK sends with every update, whatever it is about. */
const GO_ZEROES = {
  name: '',
  organization: '',
  suspended: false,
  suspended_explanation: '',
  channel_configs: null,
  policies: null,
  revoke_tokens_issued_before: null,
  push_notifications: { version: '', offline_only: false, apn: { enabled: false } },
}

const REVOKED = { revoke_tokens_issued_before: '2026-01-01T00:00:00.000000Z' }

function codeOf(run: () => unknown): number | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof ChatError) return error.code
    throw error
  }
  return undefined
}

describe('what is stored, with defaults', () => {
  test('of nothing', () => {
    const settings = parseAppSettings({}, 'development')
    expect(settings).toMatchObject({
      disableAuthChecks: false,
      multiTenantEnabled: false,
      enforceUniqueUsernames: 'no',
      revokeTokensIssuedBeforeUs: undefined,
      identityProviders: [],
    })
    expect(settings.grants.user).toContain('search-user')
  })

  test('a role that was given grants has these and no defaults', () => {
    const { grants } = parseAppSettings({ grants: { user: ['flag-user'], guest: [] } }, 'production')
    expect(grants.user).toEqual(['flag-user'])
    expect(grants.guest).toEqual([])
    expect(grants.admin).toContain('search-user')
  })

  test('auth checks are on in production, whatever a row says', () => {
    expect(parseAppSettings({ disable_auth_checks: true }, 'development').disableAuthChecks).toBe(true)
    expect(parseAppSettings({ disable_auth_checks: true }, 'production').disableAuthChecks).toBe(false)
  })
})

describe('an update', () => {
  test('changes what it names and leaves the rest', () => {
    const next = mergeAppSettings({ reminders_interval: 60, webhook_url: 'a' }, 'production', {
      webhook_url: '',
      multi_tenant_enabled: true,
    })
    expect(next).toEqual({ reminders_interval: 60, webhook_url: '', multi_tenant_enabled: true })
  })

  test('with nothing but zeroes of an SDK changes nothing, and says so by identity', () => {
    const stored = { push_config: { version: 'v2' }, grants: { user: ['flag-user'] } }
    const { revoke_tokens_issued_before: _, ...zeroes } = GO_ZEROES
    expect(mergeAppSettings(stored, 'production', zeroes)).toBe(stored)
  })

  test('null means "not given", except for what it resets', () => {
    const stored = { webhook_url: 'a', grants: { user: [] }, max_connections_per_user: 3 }
    const patch = { webhook_url: null, grants: null, max_connections_per_user: null }
    expect(mergeAppSettings(stored, 'production', patch)).toEqual({ webhook_url: 'a' })
  })

  test('takes the empty array of PHP for an empty object', () => {
    const patch = { file_upload_config: [], user_search_disallowed_roles: [] }
    expect(mergeAppSettings({}, 'production', patch)).toEqual({
      file_upload_config: {},
      user_search_disallowed_roles: [],
    })
  })

  test('replaces grants role by role', () => {
    const next = mergeAppSettings({ grants: { user: ['flag-user'], guest: ['mute-user'] } }, 'production', {
      grants: { guest: [] },
    })
    expect(next.grants).toEqual({ user: ['flag-user'], guest: [] })
  })
})

describe('the app-wide revocation', () => {
  test.each([
    ['a time with an offset', '2026-01-01T02:00:00+02:00'],
    ['epoch seconds', 1_767_225_600],
  ])('is set by %s', (_, value) => {
    const next = mergeAppSettings({}, 'production', { revoke_tokens_issued_before: value })
    expect(next).toEqual(REVOKED)
    expect(parseAppSettings(next, 'production').revokeTokensIssuedBeforeUs).toBe(1_767_225_600e6)
  })

  test('is taken back by a null that comes alone, or with zeroes only', () => {
    expect(mergeAppSettings(REVOKED, 'production', { revoke_tokens_issued_before: null })).toEqual({})
    expect(mergeAppSettings(REVOKED, 'production', GO_ZEROES)).toEqual({})
  })

  test('stands when an unrelated update carries the null along', () => {
    const next = mergeAppSettings(REVOKED, 'production', { ...GO_ZEROES, multi_tenant_enabled: true })
    expect(next).toEqual({ ...REVOKED, multi_tenant_enabled: true })
  })

  test('stands when that update sets what is so already', () => {
    const stored = { ...REVOKED, multi_tenant_enabled: true }
    expect(mergeAppSettings(stored, 'production', { ...GO_ZEROES, multi_tenant_enabled: true })).toBe(stored)
  })

  test.each(['yesterday', -5, {}, '2026-13-01T00:00:00Z'])('%p is no time', value => {
    const patch = { revoke_tokens_issued_before: value }
    expect(codeOf(() => mergeAppSettings({}, 'production', patch))).toBe(4)
  })
})

describe('auth checks', () => {
  test('can be switched off in development mode only', () => {
    const off = { disable_auth_checks: true }
    expect(mergeAppSettings({}, 'development', off)).toEqual(off)
    expect(codeOf(() => mergeAppSettings({}, 'production', off))).toBe(17)
  })

  test('can be switched on anywhere', () => {
    const on = { disable_auth_checks: false }
    expect(mergeAppSettings({ disable_auth_checks: true }, 'production', on)).toEqual(on)
  })

  test('come back with production mode', () => {
    expect(settingsForMode({ disable_auth_checks: true, a: 1 }, 'production')).toEqual({
      disable_auth_checks: false,
      a: 1,
    })
    const untouched = { a: 1 }
    expect(settingsForMode(untouched, 'production')).toBe(untouched)
  })
})

describe('identity providers', () => {
  const provider = {
    issuer: 'https://id.example',
    jwks_uri: 'https://id.example/jwks',
    algorithms: ['RS256'],
  }
  const set = (change: object, mode: 'development' | 'production' = 'production') =>
    codeOf(() => mergeAppSettings({}, mode, { identity_providers: [{ ...provider, ...change }] }))

  test('are read with `sub` as the id', () => {
    const stored = mergeAppSettings({}, 'production', { identity_providers: [provider] })
    expect(parseAppSettings(stored, 'production').identityProviders).toEqual([
      {
        id: 'provider:["https://id.example","https://id.example/jwks",null,"sub","RS256"]',
        issuer: 'https://id.example',
        jwksUri: 'https://id.example/jwks',
        audience: undefined,
        algorithms: ['RS256'],
        userIdClaim: 'sub',
        nameClaim: undefined,
        teamsClaim: undefined,
      },
    ])
  })

  test.each([
    ['no issuer', { issuer: '' }],
    ['a shared secret', { algorithms: ['HS256'] }],
    ['no signature', { algorithms: ['RS256', 'none'] }],
    ['no algorithm', { algorithms: [] }],
    ['no address', { jwks_uri: 'id.example' }],
    ['plain http', { jwks_uri: 'http://id.example/jwks' }],
    ['plain http on loopback in production', { jwks_uri: 'http://127.0.0.1:1/jwks' }],
    ['another scheme', { jwks_uri: 'file:///etc/passwd' }],
  ])('with %s are refused', (_, change) => {
    expect(set(change)).toBe(4)
  })

  test('may be on loopback without https in development mode', () => {
    expect(set({ jwks_uri: 'http://127.0.0.1:1/jwks' }, 'development')).toBeUndefined()
    expect(set({ jwks_uri: 'http://127.0.0.1.evil.example/jwks' }, 'development')).toBe(4)
  })
})
