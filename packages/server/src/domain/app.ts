import type { Command } from '@parley/protocol'
import type { Hook } from './hooks.ts'
import type { PushProvider } from './push-providers.ts'
import type { AppMode, AppRecord, ChannelTypeRecord } from './records.ts'
import type { AppRules } from './rules.ts'

/** An app as requests see it: settings complete, channel types at hand, no secrets. Immutable; a change makes a new one. */
export interface App {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly mode: AppMode
  readonly suspended: boolean
  readonly settings: AppSettings
  readonly channelTypes: ReadonlyMap<string, ChannelTypeRecord>
  readonly rules: AppRules
}

/** The settings that the server itself acts on, defaults filled in. Everything else is stored and returned as given. */
export interface AppSettings {
  readonly disableAuthChecks: boolean
  readonly disablePermissionsChecks: boolean
  readonly multiTenantEnabled: boolean
  readonly guestUserCreationDisabled: boolean
  readonly revokeTokensIssuedBeforeUs: number | undefined
  readonly userSearchDisallowedRoles: readonly string[]
  readonly enforceUniqueUsernames: 'no' | 'app' | 'team'
  readonly channelHideMembersOnly: boolean
  /** `.app` scope. */
  readonly grants: Readonly<Record<string, readonly string[]>>
  readonly identityProviders: readonly IdentityProvider[]
  /** Where events go besides connections; those switched off are left out. */
  readonly hooks: readonly Hook[]
  /** How pushes reach devices; those switched off are left out. */
  readonly pushProviders: readonly PushProvider[]
  /** Nobody is pushed to who has a connection. */
  readonly pushOfflineOnly: boolean
  /** After so long an unread message is reminded of. */
  readonly remindersIntervalUs: number
  /** Asked before a message is stored; `""` for none. */
  readonly beforeSendHookUrl: string
  /** Runs the app's own commands; may contain `{type}`. `""` for none. */
  readonly commandHandlerUrl: string
  /** The app's own, beside the built-in ones. */
  readonly commands: readonly Command[]
  /** Open sockets one user may have; undefined means the mode's default. */
  readonly maxConnectionsPerUser: number | undefined
  /** As stored: what `GET app` returns beside the above. */
  readonly stored: Readonly<Record<string, unknown>>
}

/** A customer's own identity provider, whose tokens connect straight. */
export interface IdentityProvider {
  /** What its connections have in the place of a secret's id. Another one when its tokens may mean something else. */
  readonly id: string
  readonly issuer: string
  readonly jwksUri: string
  readonly audience: string | undefined
  readonly algorithms: readonly string[]
  readonly userIdClaim: string
  readonly nameClaim: string | undefined
  readonly teamsClaim: string | undefined
}

/** Whether an app was deleted in the dashboard: it is suspended, and its rows go in the background. */
export function isBeingDeleted({ settings }: Pick<AppRecord, 'settings'>): boolean {
  return typeof settings.being_deleted === 'string'
}
