import { Injectable, inject } from '@angular/core'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import type { AppMode, Authentication } from '../../api/types'

/** The switches of the section Authentication. */
export type AuthenticationSwitches = Pick<
  Authentication,
  | 'disable_auth_checks'
  | 'disable_permissions_checks'
  | 'guest_user_creation_disabled'
  | 'multi_tenant_enabled'
>

/** Changes the current app; what the page shows follows at once. */
@Injectable({ providedIn: 'root' })
export class AppChanges {
  readonly #api = inject(Api)
  readonly #current = inject(CurrentApp)

  /** @throws ApiError */
  async edit(change: { name?: string; mode?: AppMode; suspended?: boolean }): Promise<void> {
    await this.#api.patch(this.#below(''), change)
    // Another mode changes more than was asked for.
    await this.#current.reload()
  }

  /** @throws ApiError */
  async authentication(change: Partial<AuthenticationSwitches>): Promise<void> {
    await this.#api.patch(this.#below('/authentication'), change)
    await this.#current.reload()
  }

  /** All user tokens issued before then; null takes that back. @throws ApiError */
  async revokeTokens(issuedBefore: string | null | undefined): Promise<void> {
    const body = issuedBefore === undefined ? {} : { issued_before: issuedBefore }
    await this.#api.post(this.#below('/revoke_tokens'), body)
    await this.#current.reload()
  }

  #below(rest: string): string {
    return path`/apps/${this.#current.key()}` + rest
  }
}
