import { isDeepStrictEqual } from 'node:util'
import type { AdminRecord } from '../../domain/admins.ts'
import type { Json } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { AdminDeps } from './admin-deps.ts'

/** Who changed something; the admin may be one who is just being made. */
export interface Auditor {
  readonly admin: Pick<AdminRecord, 'id' | 'email'>
  readonly address: string
}

/** One change. What it says of before and after is named field by field, so that no secret slips in. */
export interface AuditedChange {
  readonly action: string
  readonly target: string
  readonly appId?: number | undefined
  readonly before?: Json | undefined
  readonly after?: Json | undefined
}

/** Writes a change down, in the transaction that makes it: there is none without its entry. Returns its id. */
export async function audit(
  { clock }: Pick<AdminDeps, 'clock'>,
  tx: Tx,
  { admin, address }: Auditor,
  { action, target, appId, before, after }: AuditedChange,
): Promise<number> {
  return tx.insertAudit({
    atUs: clock(),
    adminId: admin.id,
    adminEmail: admin.email,
    appId,
    action,
    target,
    before,
    after,
    address,
  })
}

/** The keys in which two states differ, as they were and as they are; undefined when in none. */
export function difference(before: Json, after: Json): { before: Json; after: Json } | undefined {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = keys.filter(key => !isDeepStrictEqual(before[key], after[key]))
  if (changed.length === 0) return undefined
  return { before: pick(before, changed), after: pick(after, changed) }
}

function pick(from: Json, keys: readonly string[]): Json {
  return Object.fromEntries(keys.map(key => [key, from[key] ?? null]))
}
