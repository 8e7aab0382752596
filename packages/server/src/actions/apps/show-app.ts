import type { AppSettings, IdentityProvider } from '../../domain/app.ts'
import { parseAppSettings } from '../../domain/app-settings.ts'
import type { AppRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'

/** An app as the dashboard lists it. */
export function showApp(app: AppRecord) {
  const { disableAuthChecks } = parseAppSettings(app.settings, app.mode)
  return {
    api_key: app.key,
    name: app.name,
    mode: app.mode,
    suspended: app.suspended,
    disable_auth_checks: disableAuthChecks,
    created_at: toRfc3339(app.createdAtUs),
    updated_at: toRfc3339(app.updatedAtUs),
  }
}

/** What decides who may connect; the section Authentication. No secret is among it. */
export function showAuthentication({ settings, mode }: Pick<AppRecord, 'settings' | 'mode'>) {
  const parsed = parseAppSettings(settings, mode)
  return { ...switchesOf(parsed), identity_providers: parsed.identityProviders.map(showProvider) }
}

function switchesOf(settings: AppSettings) {
  const { revokeTokensIssuedBeforeUs: revokedUs } = settings
  return {
    disable_auth_checks: settings.disableAuthChecks,
    disable_permissions_checks: settings.disablePermissionsChecks,
    guest_user_creation_disabled: settings.guestUserCreationDisabled,
    multi_tenant_enabled: settings.multiTenantEnabled,
    revoke_tokens_issued_before: revokedUs === undefined ? null : toRfc3339(revokedUs),
  }
}

export function showProvider(provider: IdentityProvider) {
  return {
    issuer: provider.issuer,
    jwks_uri: provider.jwksUri,
    algorithms: [...provider.algorithms],
    user_id_claim: provider.userIdClaim,
    audience: provider.audience ?? null,
    name_claim: provider.nameClaim ?? null,
    teams_claim: provider.teamsClaim ?? null,
  }
}
