import type { SecretRecord } from '../domain/records.ts'
import type { SecretBox } from './secret-box.ts'

/** One secret of an app as a key that signs and verifies and can't be read back. */
export interface AppKey {
  readonly id: string
  readonly key: CryptoKey
  readonly state: 'active' | 'retiring'
  /** A retiring secret is refused from then on. */
  readonly usableUntilUs: number | undefined
}

/** The secrets of one app. Immutable; a change makes a new one, in which unchanged keys stay the same objects. */
export interface AppKeys {
  /** Newest first. */
  readonly all: readonly AppKey[]
  /** Ids of secrets that were revoked, so that an error can say so. */
  readonly revokedIds: ReadonlySet<string>
}

export const NO_KEYS: AppKeys = { all: [], revokedIds: new Set() }

export function isUsable(key: AppKey, nowUs: number): boolean {
  return key.usableUntilUs === undefined || nowUs < key.usableUntilUs
}

/** The key that new tokens are signed with. */
export function findSigningKey(keys: AppKeys): AppKey | undefined {
  return keys.all.find(key => key.state === 'active')
}

/** Opens an app's secrets; keys of `earlier` that did not change are taken over. */
export async function openKeys(
  box: SecretBox,
  secrets: readonly SecretRecord[],
  earlier: AppKeys,
): Promise<AppKeys> {
  const newestFirst = [...secrets].sort((a, b) => b.createdAtUs - a.createdAtUs)
  const usable = newestFirst.filter(secret => secret.state !== 'revoked')
  const all = await Promise.all(usable.map(secret => openKey(box, secret, earlier)))
  const revoked = secrets.filter(secret => secret.state === 'revoked')
  return { all, revokedIds: new Set(revoked.map(secret => secret.id)) }
}

async function openKey(box: SecretBox, secret: SecretRecord, earlier: AppKeys): Promise<AppKey> {
  const state = secret.state === 'retiring' ? 'retiring' : 'active'
  // Nothing writes another secret under an existing id, so the id stands for it.
  const known = earlier.all.find(key => key.id === secret.id)
  if (known?.state === state && known.usableUntilUs === secret.retiresAtUs) return known
  const key = known?.key ?? (await importSecret(box.open(secret.secret, secretOwner(secret))))
  return { id: secret.id, key, state, usableUntilUs: secret.retiresAtUs }
}

/** What a sealed secret is bound to. */
export function secretOwner(secret: Pick<SecretRecord, 'appId' | 'id'>): string {
  return `${secret.appId}:${secret.id}`
}

async function importSecret(secret: string): Promise<CryptoKey> {
  const bytes = new TextEncoder().encode(secret)
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify'])
}
