import { ChatError } from '@parley/protocol'
import { lasts } from './bans.ts'
import { type Blocklist, compileBlocklist } from './blocklists.ts'
import { compilePermissions, type OwnPermissions } from './permissions-own.ts'
import type { BlocklistRecord, IpBanRecord, PermissionRecord } from './records.ts'

/**
 * What an app made of its own that requests are judged by, beside settings and channel types.
 * Read again only when the app's row says that something changed.
 */
export interface AppRules {
  readonly blocklists: ReadonlyMap<string, Blocklist>
  readonly permissions: OwnPermissions
  readonly permissionIds: ReadonlySet<string>
  /** Addresses from which nobody may write, and until when. */
  readonly bannedAddresses: ReadonlyMap<string, number | undefined>
}

export interface StoredRules {
  readonly blocklists: readonly BlocklistRecord[]
  readonly permissions: readonly PermissionRecord[]
  readonly ipBans: readonly IpBanRecord[]
}

export function compileRules({ blocklists, permissions, ipBans }: StoredRules): AppRules {
  return {
    blocklists: new Map(blocklists.map(({ name, words }) => [name, compileBlocklist(name, words)])),
    permissions: compilePermissions(permissions),
    permissionIds: new Set(permissions.map(permission => permission.id)),
    bannedAddresses: addressesOf(ipBans),
  }
}

/** Several users may have been banned at one address: the last ban to end counts. */
function addressesOf(bans: readonly IpBanRecord[]): ReadonlyMap<string, number | undefined> {
  const until = new Map<string, number | undefined>()
  for (const { ip, expiresAtUs } of bans) {
    const known = until.get(ip)
    const longer =
      until.has(ip) && (known === undefined || (expiresAtUs !== undefined && expiresAtUs < known))
    if (!longer) until.set(ip, expiresAtUs)
  }
  return until
}

export function isBannedAddress(
  { bannedAddresses }: Pick<AppRules, 'bannedAddresses'>,
  ip: string,
  nowUs: () => number,
): boolean {
  return bannedAddresses.has(ip) && lasts(bannedAddresses.get(ip), nowUs)
}

export function addressBanned(): ChatError {
  return new ChatError(
    'not_allowed',
    'somebody was banned together with this network address: nobody can write from it',
    {
      details: { reason: 'address_banned' },
    },
  )
}
