import type { App } from '../domain/app.ts'

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
      readonly via: 'secret' | 'development' | 'identity_provider'
    }
