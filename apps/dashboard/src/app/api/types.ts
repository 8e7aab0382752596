/** An admin of the dashboard, as `GET /session` and `GET /admins` tell of them. */
export interface AdminView {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly role: AdminRole
  /** API keys; null for all apps. */
  readonly apps: readonly string[] | null
  readonly second_factor: boolean
  readonly created_at: string
  readonly last_sign_in_at: string | null
}

export type AdminRole = 'owner' | 'admin' | 'viewer'

export type AppMode = 'development' | 'production'

export interface AppView {
  readonly api_key: string
  readonly name: string
  readonly mode: AppMode
  readonly suspended: boolean
  readonly disable_auth_checks: boolean
  readonly created_at: string
  readonly updated_at: string
}

export interface Authentication {
  readonly disable_auth_checks: boolean
  readonly disable_permissions_checks: boolean
  readonly guest_user_creation_disabled: boolean
  readonly multi_tenant_enabled: boolean
  readonly revoke_tokens_issued_before: string | null
  readonly identity_providers: readonly IdentityProvider[]
}

export interface IdentityProvider {
  readonly issuer: string
  readonly jwks_uri: string
  readonly algorithms: readonly string[]
  readonly user_id_claim: string
  readonly audience: string | null
  readonly name_claim: string | null
  readonly teams_claim: string | null
}
