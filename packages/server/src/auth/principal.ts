import type { App } from '../domain/app.ts'
import type { UserRecord } from '../domain/records.ts'

/** Who a credential proved to be; nothing of the database beyond the app is in it yet. */
export type Principal =
  | { readonly kind: 'server'; readonly app: App }
  | { readonly kind: 'anonymous'; readonly app: App }
  | {
      readonly kind: 'user'
      readonly app: App
      readonly userId: string
      readonly issuedAtUs: number | undefined
      /** Epoch seconds, as in the token. */
      readonly expiresAtSeconds: number | undefined
      /** From an identity provider's claims: what to write to a user who is new. */
      readonly claims?: { readonly name?: string; readonly teams?: readonly string[] }
      /** The app's secret that signed the token, or the id of an identity provider; `UNSIGNED` for nobody. */
      readonly secretId: string
      readonly via: 'secret' | 'development' | 'identity_provider'
    }

/**
 * Who acts: a principal whose user was loaded and may act (not deactivated, deleted or revoked).
 * A server may do everything and has no identity: actions that need one take `user_id` and make
 * it an acting user first (`resolveActingUser`).
 */
export type Actor = { readonly app: App; readonly request?: RequestOrigin | undefined } & (
  | { readonly kind: 'server'; readonly user?: undefined }
  | { readonly kind: 'user'; readonly user: UserRecord }
  | { readonly kind: 'anonymous'; readonly user: UserRecord }
)

/** What a request tells of where it comes from; `request_info` of webhooks. */
export interface RequestOrigin {
  readonly ip: string
  readonly userAgent: string | undefined
  /** `X-Stream-Client` */
  readonly sdk: string | undefined
  /** `X-Stream-Ext` */
  readonly ext: string | undefined
}
